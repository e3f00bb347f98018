package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is run, or compiled. */
class ReadmeTest {

    private static final Path ROOT =
            Path.of(System.getProperty("fal.moduleDir")).resolve("../..").normalize();
    private static final Pattern FENCE = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private static List<String> fences(String language) throws IOException {
        List<String> fences = new ArrayList<>();
        Matcher matcher = FENCE.matcher(Files.readString(ROOT.resolve("README.md")));
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                fences.add(matcher.group(2));
            }
        }
        return fences;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }

    @Test
    void theFirstCommandLeavesAnImage(@TempDir Path out) throws IOException {
        String command = fences("sh").get(0);
        assertThat(command.lines()).hasSize(1);
        assertThat(command)
                .startsWith("./mvnw -q -DskipTests package && java -jar samples/quickstart/target/quickstart.jar ");
        List<String> args = words(command.substring(command.indexOf("quickstart.jar ") + "quickstart.jar ".length()));
        args.set(args.indexOf("--out") + 1, out.toString());

        Run run = Run.of(Run.NO_KEY, args.toArray(String[]::new));

        assertThat(run.exit()).as(run.err()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.toList()).singleElement().satisfies(file -> {
                BufferedImage image = ImageIO.read(file.toFile());
                assertThat(image.getWidth()).isEqualTo(1024);
                assertThat(image.getHeight()).isEqualTo(768);
                assertThat(Files.size(file)).isGreaterThan(8 * 1024);
            });
        }
    }

    @Test
    void theSecondCommandIsTheBuildsOwn() throws IOException {
        assertThat(fences("sh").get(1)).isEqualTo("./mvnw verify\n");
    }

    @Test
    void theJavaCodeCompiles(@TempDir Path classes) throws IOException {
        List<String> blocks = fences("java");
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        StringBuilder methods = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            boolean declaration = blocks.get(i).matches("(?s)^\\w[\\w<>, ]* \\w+\\([^;]*\\{.*");
            methods.append(declaration ? blocks.get(i) : "void block" + i + "() {\n" + blocks.get(i) + "}\n");
        }
        compile("""
                import dev.falreactive.*;
                import dev.falreactive.fluxlora.*;
                import dev.falreactive.reactor.*;
                import dev.falreactive.rxjava3.*;
                import java.time.Duration;
                import java.util.Map;
                import reactor.core.publisher.Flux;
                import reactor.core.publisher.Mono;

                abstract class Readme {
                    abstract Mono<Void> store(String ticket);
                """ + methods + "}\n", classes);
    }

    private static void compile(String source, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(
                        java.net.URI.create("string:///Readme.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter errors = new StringWriter();
        List<String> options = List.of(
                "-proc:none", "-implicit:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        Boolean compiled = compiler.getTask(errors, null, null, options, null, List.of(file))
                .call();
        assertThat(compiled).as(errors + "\n" + source).isTrue();
    }

    @Test
    void everyFileThatTheDocsNameExists() throws IOException {
        Pattern path = Pattern.compile("[\\w./-]+/[\\w.-]+\\.(?:java|md|json|xml)");
        for (String document : List.of("README.md", "docs/architecture.md", "CONTRIBUTING.md")) {
            Matcher matcher = path.matcher(Files.readString(ROOT.resolve(document)));
            while (matcher.find()) {
                Path named = ROOT.resolve(matcher.group());
                Path beside = ROOT.resolve(document).resolveSibling(matcher.group());
                assertThat(Files.exists(named) || Files.exists(beside))
                        .as(document + ": " + matcher.group())
                        .isTrue();
            }
        }
    }

    @Test
    void theModulesThatTheReadmeNamesExist() throws IOException {
        Matcher artifact = Pattern.compile("<artifactId>([\\w-]+)</artifactId>")
                .matcher(fences("xml").get(0));
        assertThat(artifact.find()).isTrue();
        assertThat(Files.readString(ROOT.resolve("bom/pom.xml")))
                .contains("<artifactId>" + artifact.group(1) + "</artifactId>");
    }
}
