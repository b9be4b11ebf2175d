package dev.stellwerk.main.gateway;

/** Which build this is. */
public final class Version {
    private Version() {}

    /** The version of the build; {@code unpacked} when the classes do not come from its jar. */
    public static String ofBuild() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }
}
