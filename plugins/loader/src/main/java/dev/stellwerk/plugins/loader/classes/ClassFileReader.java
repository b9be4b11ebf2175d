package dev.stellwerk.plugins.loader.classes;

import dev.stellwerk.plugins.spi.PluginInfo;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what must be known of a class before it is defined. */
final class ClassFileReader {
    private static final String INFO = "L" + PluginInfo.class.getName().replace('.', '/') + ";";
    /** The first version of class files has this number less the first of Java. */
    private static final int MAJOR_OF_JAVA_0 = 44;

    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L(dev/stellwerk/[\\w/$]+);");

    private ClassFileReader() {}

    /** The version of Java that a class was compiled for; empty when the bytes are no class. */
    static Optional<Integer> javaVersion(byte[] bytes) {
        boolean isClass = bytes.length >= 8
                && (bytes[0] & 0xff) == 0xca
                && (bytes[1] & 0xff) == 0xfe
                && (bytes[2] & 0xff) == 0xba
                && (bytes[3] & 0xff) == 0xbe;
        return isClass
                ? Optional.of((((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff)) - MAJOR_OF_JAVA_0)
                : Optional.empty();
    }

    static ClassModel parse(byte[] bytes) {
        return ClassFile.of().parse(bytes);
    }

    /** A class of the gateway's that is not published and that this one uses; empty when there is none. */
    static Optional<String> unpublished(ClassModel model) {
        for (PoolEntry entry : model.constantPool()) {
            Optional<String> found =
                    namesIn(entry).filter(PublishedPackages::hide).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Stream<String> namesIn(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry of
            when !of.asInternalName().startsWith("[") ->
                Stream.of(of.asInternalName().replace('/', '.'));
            case Utf8Entry text
            when text.stringValue().contains("dev/stellwerk/") ->
                IN_DESCRIPTOR
                        .matcher(text.stringValue())
                        .results()
                        .map((MatchResult match) -> match.group(1).replace('/', '.'));
            default -> Stream.empty(); // the other kinds of entries lead to these two
        };
    }

    /** Who the plugin of this class is; empty without the annotation. */
    static Optional<PluginIdentity> identity(ClassModel model) {
        return model.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(all -> all.annotations().stream())
                .filter(annotation -> annotation.className().equalsString(INFO))
                .findFirst()
                .map(annotation -> {
                    Map<String, String> told = new HashMap<>();
                    for (AnnotationElement element : annotation.elements()) {
                        if (element.value() instanceof AnnotationValue.OfString text) {
                            told.put(element.name().stringValue(), text.stringValue());
                        }
                    }
                    return new PluginIdentity(
                            told.getOrDefault("id", ""),
                            told.getOrDefault("version", ""),
                            told.getOrDefault("spi", ""),
                            told.getOrDefault("description", ""));
                });
    }
}
