package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line refuses, it refuses in one message that says what was expected. */
class CommandLineTest {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    @TempDir private Path folder;

    private record Said(int code, String err) {

        /** The message; causes and usage may follow it, a stack trace never. */
        String message() {
            assertThat(err).doesNotContain("\tat ");
            return err.lines().findFirst().orElse("");
        }
    }

    private static Said run(Object... arguments) {
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(new StringWriter()));
        var texts = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        return new Said(line.execute(texts), err.toString());
    }

    @Test
    void aMissingOrUnknownCommandIsWrongUsage() {
        assertThat(run().code()).isEqualTo(WRONG_USAGE);
        assertThat(run().message()).isEqualTo("groundtrack: a command is missing");
        assertThat(run("watch").code()).isEqualTo(WRONG_USAGE);
        assertThat(run("watch").message()).contains("watch");
        assertThat(run("replay", "--out", folder).code()).isEqualTo(WRONG_USAGE);
        assertThat(run("replay", "--out", folder).message()).contains("--notices");
    }

    @Test
    void wrongUsageSaysWhereHelpIsInsteadOfPrintingIt() {
        assertThat(run("rasters", "info", "--fast", "a.tif").err().lines())
                .containsExactly(
                        "groundtrack: Unknown option: '--fast'",
                        "Help: groundtrack rasters info --help");
        assertThat(run("ingest", "sns", "--topic", "Sentinel", "--out", folder.resolve("n")).err())
                .startsWith("groundtrack: --topic Sentinel (expected: as arn:aws:sns:");
    }

    @Test
    void aListWithTheWrongSeparatorSaysWhichIsRight() {
        var said = run("run", "-D", "s2.level=L2A,L1C");
        assertThat(said.code()).isEqualTo(WRONG_USAGE);
        assertThat(said.message())
                .contains("s2.level: 'L2A,L1C' (expected: some of L1C;L2A, with ; between them)");
    }

    @Test
    void anUnknownOptionOrAValueOfTheWrongKindIsNamed() throws Exception {
        var unknown = run("run", "-D", "pairing.windw=1 d");
        assertThat(unknown.code()).isEqualTo(WRONG_USAGE);
        assertThat(unknown.message()).contains("unknown option pairing.windw").contains("expected");

        var wrong = run("run", "-D", "pairing.window=soon");
        assertThat(wrong.code()).isEqualTo(WRONG_USAGE);
        assertThat(wrong.message()).contains("pairing.window: soon (expected: ");

        var file = Files.writeString(folder.resolve("options.properties"), "web.prot=1\n");
        assertThat(run("run", "--config", file).message()).contains("web.prot");
        assertThat(run("run", "--config", folder.resolve("nowhere")).message())
                .contains("--config", "nowhere", "expected: a properties file");
    }

    @Test
    void noticesThatAreNotThereAreNamed() {
        var said = run("replay", "--notices", folder.resolve("none.jsonl"), "--out", folder);

        assertThat(said.code()).isEqualTo(FAILED);
        assertThat(said.message()).contains("--notices", "none.jsonl", "expected: a file");
    }

    @Test
    void anOutputFolderThatCannotBeWrittenIsFoundBeforeTheWork() throws Exception {
        // permissions do not stop root, a file in the way stops everyone
        var file = Files.createFile(folder.resolve("file"));
        var notices = Files.createFile(folder.resolve("notices.jsonl"));

        var said = run("replay", "--notices", notices, "--out", file.resolve("out"));
        assertThat(said.code()).isEqualTo(FAILED);
        assertThat(said.message()).contains("--out", "not writable", "expected: a folder");

        var demo = run("demo", "--exit", "--out", file.resolve("out"));
        assertThat(demo.code()).isEqualTo(FAILED);
        assertThat(demo.message()).contains("--out", "not writable");

        var checkpoints = "job.checkpoint-dir=" + file.resolve("checkpoints");
        var run = run("run", "-D", checkpoints, "-D", "web.port=0");
        assertThat(run.code()).isEqualTo(FAILED);
        assertThat(run.message()).contains("job.checkpoint-dir", "expected: a folder");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var said = run("run", "-D", "web.port=" + taken.getLocalPort());

            assertThat(said.code()).isEqualTo(WRONG_USAGE);
            assertThat(said.message())
                    .contains("web.port: " + taken.getLocalPort() + " is in use", "expected");
        }
    }

    @Test
    void aCheckpointThatIsNotThereIsNamed() {
        var nowhere = run("run", "--restore", folder.resolve("nowhere"));
        assertThat(nowhere.code()).isEqualTo(FAILED);
        assertThat(nowhere.message()).contains("--restore", "nowhere", "no such folder");

        assertThat(run("run", "--restore", folder).message()).contains("no complete checkpoint");
    }

    @Test
    void aDamagedModelIsRefusedByTheNameOfItsFile() throws Exception {
        var model = Files.createDirectories(folder.resolve("model"));
        var weights = Files.write(model.resolve("model.safetensors"), new byte[] {1, 2, 3});
        var notices = Files.writeString(folder.resolve("notices.jsonl"), "{}\n");

        var replay =
                run(
                        "replay",
                        "--notices",
                        notices,
                        "--out",
                        folder.resolve("out"),
                        "-D",
                        "model.path=" + model);
        assertThat(replay.code()).isNotZero();
        assertThat(replay.message()).contains(weights.toString());
        assertThat(run("run", "-D", "model.path=" + model).message()).contains(weights.toString());

        Files.delete(weights);
        assertThat(run("run", "-D", "model.path=" + model).message())
                .contains("model.safetensors: missing");
        assertThat(run("run", "-D", "model.path=csmoe-nanno").message())
                .contains("csmoe-nanno", "expected: a folder, or one of");
    }

    @Test
    void aSetOfPatchesNeedsASourceAndAFolderOfItsOwn() throws Exception {
        var set = folder.resolve("set");
        assertThat(run("patches", "--out", set).code()).isEqualTo(WRONG_USAGE);
        assertThat(run("patches", "--out", set).message()).contains("--notices", "--landscapes");
        assertThat(run("patches", "--landscapes", 1, "--out", set, "--looks", 99).message())
                .contains("looks: 99 (expected: 1 to 36)");
        assertThat(run("patches", "--landscapes", 1, "--out", set, "--max-gap", "soon").message())
                .contains("--max-gap", "soon", "expected: a duration");
        assertThat(
                        run("patches", "--notices", folder.resolve("none.jsonl"), "--out", set)
                                .message())
                .contains("--notices", "none.jsonl", "expected: a file");

        var nothing = Files.writeString(folder.resolve("notices.jsonl"), "{}\n");
        var empty = run("patches", "--notices", nothing, "--out", set);
        assertThat(empty.code()).isEqualTo(FAILED);
        assertThat(empty.err())
                .contains("rejected: NOT_CLOUDEVENT", "no patch was seen by both sensors");

        Files.writeString(set.resolve("manifest.json"), "{}");
        assertThat(run("patches", "--landscapes", 1, "--out", set).message())
                .contains(set.toString(), "holds a set of patches already");
    }

    @Test
    void verboseShowsWhereItFailed() {
        var said = run("run", "--verbose", "--restore", folder.resolve("nowhere"));

        assertThat(said.code()).isEqualTo(FAILED);
        assertThat(said.err()).contains("\tat ");
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeMissing() {
        var said = run("replay", "--embeddings", folder, "--out", folder.resolve("out"));
        assertThat(said.code()).isEqualTo(FAILED);
        assertThat(said.message()).endsWith("embeddings.parquet: is not there");
    }

    @Test
    void whatIsMissingIsSaidWithoutTheWordError() {
        assertThat(run("completeness").message())
                .startsWith("groundtrack: Missing required argument");
    }

    @Test
    void samenessNeedsNoticesToStopBetween() throws Exception {
        var empty = Files.createFile(folder.resolve("none.jsonl"));
        var said = run("evaluate", "sameness", "--notices", empty);
        assertThat(said.code()).isEqualTo(WRONG_USAGE);
        assertThat(said.err()).contains("groundtrack: 0 notices (expected: 3 at least");
    }
}
