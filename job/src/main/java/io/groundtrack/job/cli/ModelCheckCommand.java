package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.model.check.FolderReport;
import io.groundtrack.model.check.ModelCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model check}: the network against reference numbers that another program made. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Holds the network against folders of reference numbers.",
            "Compared are tokens, features, masks, predictions, losses, every gradient, and the loss after one AdamW step.",
            "Exit code 1 where an output differs or is missing, or a folder cannot be used."
        },
        footer = {
            "",
            "A folder holds config.json, weights.safetensors, numbers.safetensors, and may hold",
            "weights.ckpt, which is then checked too. All sizes are read from the folder.",
            "Tolerances, float32: tensors 2e-5, absolute or of the largest entry where above 1;",
            "losses 1e-5; gradients 1e-4 of the largest entry; masks and counts exact."
        })
final class ModelCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of reference numbers.")
    List<Path> folders;

    @Option(names = "--all", description = "List every output, each gradient too.")
    boolean all;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var reports = new ArrayList<FolderReport>();
        for (var folder : folders) {
            var report = ModelCheck.check(folder);
            reports.add(report);
            if (!common.json) {
                ModelCheckText.lines(report, all).forEach(out::println);
                out.flush();
            }
        }
        var summary = ModelCheckText.json(reports);
        if (common.json) {
            out.println(new ObjectMapper().writeValueAsString(summary));
        } else {
            out.println(ModelCheckText.total(reports));
        }
        out.flush();
        return reports.stream().allMatch(FolderReport::passed) ? 0 : 1;
    }
}
