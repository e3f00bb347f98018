package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No type of Reactor, Netty or Reactive Streams is in what users see, but for the supertypes that RxJava's own types have. */
class SignaturesTest {

    private static final List<String> FOREIGN = List.of("reactor.", "io.netty.", "org.reactivestreams.");

    @Test
    void noPublicSignatureNamesAForeignType() throws IOException, ClassNotFoundException {
        List<Class<?>> types = publicTypes();
        assertThat(types).contains(RxFalClient.class, RxFalClient.Builder.class, RxQueue.class, RxMedia.class);
        for (Class<?> type : types) {
            assertThat(foreign(type)).as(type.getName()).isEmpty();
        }
    }

    @Test
    void wherePublicSignaturesNameForeignTypesTheyAreFound() {
        assertThat(foreign(ReactorQueue.class)).hasSize(ReactorQueue.class.getDeclaredMethods().length);
        assertThat(foreign(ReactorFalClient.Builder.class))
                .hasSize(2)
                .anyMatch(member -> member.contains("reactor.netty.http.client.HttpClient"));
        assertThat(foreign(reactor.core.publisher.Flux.class))
                .anyMatch(member -> member.contains("org.reactivestreams.Publisher"));
    }

    private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
        Path classes = Path.of(System.getProperty("fal.moduleDir"), "target", "classes");
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))
                            .filter(path -> !path.endsWith("package-info.class"))::iterator) {
                String name = classes.relativize(file).toString().replace('/', '.');
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                if (Modifier.isPublic(type.getModifiers())) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    /** The type itself and its visible members, each in full if it names a foreign type. */
    private static List<String> foreign(Class<?> type) {
        Stream<String> supertypes = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
                .map(java.lang.reflect.Type::getTypeName);
        Stream<String> members = Stream.<Member[]>of(
                        type.getDeclaredMethods(), type.getDeclaredConstructors(), type.getDeclaredFields())
                .flatMap(Stream::of)
                .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                .map(SignaturesTest::inFull);
        return Stream.concat(supertypes, members)
                .filter(text -> FOREIGN.stream().anyMatch(prefix -> names(text, prefix)))
                .toList();
    }

    private static String inFull(Member member) {
        if (member instanceof Method || member instanceof Constructor<?>) {
            Executable executable = (Executable) member;
            return executable
                    .toGenericString()
                    .replace(member.getDeclaringClass().getName() + ".", "");
        }
        return ((Field) member)
                .toGenericString()
                .replace(member.getDeclaringClass().getName() + ".", "");
    }

    private static boolean names(String text, String prefix) {
        return text.matches("(?s)(?:.*[^\\w.])?" + java.util.regex.Pattern.quote(prefix) + ".*");
    }
}
