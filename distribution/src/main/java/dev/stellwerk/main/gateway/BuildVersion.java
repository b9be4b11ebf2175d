package dev.stellwerk.main.gateway;

/** Which build this is. */
public final class BuildVersion {
    private BuildVersion() {}

    /** The version of the build; {@code unpacked} when the classes do not come from its jar. */
    public static String text() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }
}
