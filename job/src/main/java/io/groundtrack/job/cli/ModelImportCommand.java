package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.NumberType;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.importing.ModelImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model import}: a checkpoint folder out of somebody's file of weights. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a checkpoint folder out of a file of weights: .ckpt, .pt or .safetensors.",
            "Nothing in the file is run; optimiser state and unknown objects are skipped and named.",
            "Every tensor is held to the network of the configuration before anything is written."
        })
final class ModelImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "File of weights.")
    Path file;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "CONFIG",
            description = "config.json, a folder that holds one, or a preset such as csmae-base.")
    String config;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder to make; its name begins the modelId.")
    Path out;

    @Option(names = "--name", description = "Name in the model card (default: the folder's).")
    String name;

    @Option(
            names = "--bands",
            defaultValue = "bigearthnet",
            description = {
                "Band order and statistics: bigearthnet (v2), csmae-v1 (weights of the CSMAE"
                        + " authors), or a bands.json (default: ${DEFAULT-VALUE})."
            })
    String bands;

    @Option(
            names = "--dtype",
            defaultValue = "f32",
            description = "Type to store: f32, f16 or bf16 (default: ${DEFAULT-VALUE}).")
    String type;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var request =
                new ModelImport.Request(
                        file,
                        readConfig(),
                        readBands(),
                        out,
                        name == null ? Checkpoint.nameOf(out) : name,
                        readType());
        ModelImport.Imported imported;
        try {
            imported = ModelImport.run(request, line -> spec.commandLine().getErr().println(line));
        } catch (IllegalArgumentException e) {
            // the file is at fault, not how the command was called
            throw new IOException(e.getMessage(), e);
        }
        print(imported);
        return 0;
    }

    private void print(ModelImport.Imported imported) throws IOException {
        var stdout = spec.commandLine().getOut();
        stdout.printf(
                Locale.ROOT,
                "%s: %d tensors, %,d numbers, %,d bytes as %s, in %s%n",
                imported.modelId(),
                imported.tensors(),
                imported.parameters(),
                imported.bytes(),
                type.toLowerCase(Locale.ROOT),
                imported.folder());
        imported.notes().forEach(note -> stdout.println("note: " + note));
        if (!imported.skipped().isEmpty()) {
            stdout.println("skipped: " + String.join(", ", imported.skipped()));
        }
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("modelId", imported.modelId());
            fields.put("folder", imported.folder().toString());
            fields.put("tensors", imported.tensors());
            fields.put("parameters", imported.parameters());
            fields.put("bytes", imported.bytes());
            fields.put("dtype", type.toLowerCase(Locale.ROOT));
            fields.put("encoderOnly", imported.encoderOnly());
            fields.put("notes", imported.notes());
            fields.put("skipped", imported.skipped());
            stdout.println(new ObjectMapper().writeValueAsString(fields));
        }
        stdout.flush();
    }

    private ModelConfig readConfig() throws IOException {
        var preset = Preset.named(config);
        if (preset.isPresent()) {
            return preset.get();
        }
        var path = Path.of(config);
        var source = Files.isDirectory(path) ? path.resolve(Checkpoint.CONFIG) : path;
        return ModelConfig.read(source.toString(), read("--config", source));
    }

    private Bands readBands() throws IOException {
        return switch (bands) {
            case "bigearthnet" -> Bands.bigEarthNet();
            case "csmae-v1" -> Bands.csmaeV1();
            default -> Bands.read(bands, read("--bands", Path.of(bands)));
        };
    }

    private byte[] read(String option, Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + ": no file " + path);
        }
        return Files.readAllBytes(path);
    }

    private NumberType readType() {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "f32" -> NumberType.F32;
            case "f16" -> NumberType.F16;
            case "bf16" -> NumberType.BF16;
            default ->
                    throw new CommandLine.ParameterException(
                            spec.commandLine(),
                            "--dtype: " + type + " (expected: f32, f16 or bf16)");
        };
    }
}
