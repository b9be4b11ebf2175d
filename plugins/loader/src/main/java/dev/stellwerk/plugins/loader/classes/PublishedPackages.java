package dev.stellwerk.plugins.loader.classes;

/** What plugins share with the gateway: the published packages, and nothing else. Names with dots. */
final class PublishedPackages {
    private static final String GATEWAY = "dev.stellwerk.";
    private static final String[] PUBLISHED = {"dev.stellwerk.domain.spi.", "dev.stellwerk.plugins.spi."};
    private static final String ANNOTATIONS = "org.jspecify.annotations.";

    private PublishedPackages() {}

    /** Whether a class comes from the gateway, whoever asks for it. */
    static boolean hold(String className) {
        return className.startsWith(ANNOTATIONS) || isPublished(className);
    }

    private static boolean isPublished(String className) {
        for (String published : PUBLISHED) {
            if (className.startsWith(published)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class is the gateway's own affair, which no plugin may use. */
    static boolean hide(String className) {
        return className.startsWith(GATEWAY) && !isPublished(className);
    }

    /** Whether no plugin may bring a class of this name. */
    static boolean reserve(String className) {
        return className.startsWith(GATEWAY) || className.startsWith("org.jspecify.");
    }
}
