# Sourced, not run. `find_java PROGRAM` looks for Java 25 or newer whose bin folder holds PROGRAM (java or javac)
# and exports it as JAVA_HOME. It reads the `release` file beside each bin folder, so it starts no process but
# one readlink, and only when JAVA_HOME does not fit.

# succeeds when $1 is the home of a Java that fits
java_fits() {
    [ -n "$1" ] && [ -x "$1/bin/$java_program" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r java_key java_value; do
        [ "$java_key" = JAVA_VERSION ] || continue
        java_value=${java_value#\"}
        java_value=${java_value%%[!0-9]*}
        [ "${java_value:-0}" -ge 25 ]
        return
    done <"$1/release"
    return 1
}

find_java() {
    java_program=$1
    if java_fits "${JAVA_HOME:-}"; then
        export JAVA_HOME
        return
    fi
    java_on_path=$(command -v "$java_program") || java_on_path=
    [ -z "$java_on_path" ] || java_on_path=$(readlink -f "$java_on_path" 2>/dev/null) || java_on_path=
    for java_home in "${java_on_path%/bin/*}" \
        /usr/lib/jvm/* /opt/* /opt/java/* /usr/java/* /usr/local/openjdk-* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if java_fits "$java_home"; then
            JAVA_HOME=$java_home
            export JAVA_HOME
            return
        fi
    done
    echo "stellwerk: Java 25 or newer was not found: install a JDK 25 (for example from https://adoptium.net) or point JAVA_HOME at one." >&2
    exit 1
}
