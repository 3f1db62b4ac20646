package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;

class SafetensorsProperties {
    private static final byte[] WHOLE = whole();

    private static byte[] whole() {
        var tensors = new TreeMap<String, Tensor>();
        tensors.put("blocks.0.weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("norm.bias", Tensor.of(new float[] {7, 8}, 2));
        return Safetensors.bytes(tensors);
    }

    /** A damaged file is refused in words, or still gives tensors of the sizes it holds. */
    @Property(tries = 2000, seed = "1")
    void damageIsRefusedOrHarmless(
            @ForAll @IntRange(max = 200) int at,
            @ForAll byte value,
            @ForAll @IntRange(max = 200) int alsoAt,
            @ForAll @ByteRange(min = 32, max = 126) byte alsoValue) {
        byte[] damaged = WHOLE.clone();
        damaged[at % WHOLE.length] = value;
        damaged[alsoAt % WHOLE.length] = alsoValue;

        try (var file = Safetensors.open("m", damaged)) {
            for (String name : file.names()) {
                read(file, name);
            }
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("m: ");
        }
    }

    private static void read(Safetensors file, String name) {
        Map<String, Integer> sizes = Map.of("blocks.0.weight", 6, "norm.bias", 2);
        Tensor tensor = file.tensor(name);
        if (sizes.containsKey(name)) {
            assertThat(tensor.values().length).isLessThanOrEqualTo(2 * sizes.get(name));
        }
    }
}
