package dev.stellwerk.checks.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in a compiled class and ArchUnit does not import: its constants, and what is handed to a call. */
final class Bytecode {
    private final ClassModel model;

    private Bytecode(ClassModel model) {
        this.model = model;
    }

    static Bytecode of(JavaClass type) {
        var source = type.getSource().orElseThrow(() -> new IllegalStateException(type + " comes from nowhere"));
        try (InputStream bytes = source.getUri().toURL().openStream()) {
            return new Bytecode(ClassFile.of().parse(bytes.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts that the class holds, those in annotations not among them. */
    Set<String> texts() {
        var texts = new TreeSet<String>();
        for (var entry : model.constantPool()) {
            if (entry instanceof StringEntry text) {
                texts.add(text.stringValue());
            }
        }
        return texts;
    }

    /** The numbers that its code loads or switches over. */
    Set<Integer> numbers() {
        return instructions()
                .flatMap(List::stream)
                .flatMap(Bytecode::numbers)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Integer> numbers(CodeElement element) {
        return switch (element) {
            case ConstantInstruction constant
            when constant.constantValue() instanceof Integer number -> Stream.of(number);
            case LookupSwitchInstruction lookup -> lookup.cases().stream().map(SwitchCase::caseValue);
            case TableSwitchInstruction table -> table.cases().stream().map(SwitchCase::caseValue);
            default -> Stream.empty();
        };
    }

    /**
     * For each call of the method, what is known of the text handed to it: the text itself, the beginning of one that
     * is put together, the name of a class as {@code NAME.class}, or a question mark.
     */
    List<String> handedTo(Class<?> owner, String method) {
        String internalName = owner.getName().replace('.', '/');
        var handed = new ArrayList<String>();
        instructions().forEach(code -> {
            for (int i = 1; i < code.size(); i++) {
                if (code.get(i) instanceof InvokeInstruction call
                        && call.owner().asInternalName().equals(internalName)
                        && call.name().stringValue().equals(method)) {
                    handed.add(text(code.subList(0, i)));
                }
            }
        });
        return handed;
    }

    private static String text(List<CodeElement> before) {
        return switch (before.getLast()) {
            case ConstantInstruction constant -> String.valueOf(constant.constantValue());
            case InvokeDynamicInstruction concatenation ->
                concatenation.bootstrapArgs().isEmpty()
                        ? "?"
                        : concatenation.bootstrapArgs().getFirst().toString();
            case InvokeInstruction call
            when call.name().equalsString("getName")
                    && before.size() > 1
                    && before.get(before.size() - 2) instanceof ConstantInstruction.LoadConstantInstruction of ->
                className(of.constantEntry()) + ".class";
            default -> "?";
        };
    }

    private static String className(LoadableConstantEntry entry) {
        return entry.constantValue() instanceof java.lang.constant.ClassDesc type
                ? type.packageName() + "." + type.displayName()
                : "?";
    }

    /** The instructions of each method, without labels and line numbers. */
    private Stream<List<CodeElement>> instructions() {
        return model.methods().stream()
                .map(MethodModel::code)
                .flatMap(code -> code.stream())
                .map(code -> code.elementStream()
                        .filter(element -> element instanceof java.lang.classfile.Instruction)
                        .toList());
    }
}
