package io.groundtrack.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PackedProperties {

    @Property
    void floatsComeBackToTheBit(@ForAll float[] values) {
        var packed = Packed.floats(values);
        assertThat(Packed.floats(packed)).isEqualTo(values);
        assertThat(packed.remaining()).isEqualTo(4 * values.length);
    }

    @Property
    void shortsComeBack(@ForAll short[] values) {
        assertThat(Packed.shorts(Packed.shorts(values))).isEqualTo(values);
    }

    @Property
    void bitsComeBack(@ForAll List<@IntRange(max = 8280) Integer> bits) {
        var set = new BitSet();
        bits.forEach(set::set);
        assertThat(Packed.bits(Packed.bits(set))).isEqualTo(set);
    }
}
