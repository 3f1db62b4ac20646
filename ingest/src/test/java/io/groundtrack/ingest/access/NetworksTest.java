package io.groundtrack.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not the public internet is known, in every spelling. */
class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "127.1, loopback",
        "2130706433, loopback",
        "::1, loopback",
        "::ffff:127.0.0.1, loopback",
        "::ffff:7f00:1, loopback",
        "::7f00:1, loopback",
        "64:ff9b::7f00:1, loopback",
        "2002:7f00:1::, loopback",
        "10.0.0.1, private",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "fd00::1, private",
        "64:ff9b::a00:1, private",
        "169.254.169.254, link-local",
        "fe80::1, link-local",
        "fec0::1, link-local",
        "::ffff:169.254.169.254, link-local",
        "100.64.0.1, shared by carriers",
        "100.127.255.255, shared by carriers",
        "0.0.0.0, this network",
        "0.1.2.3, this network",
        "::, reserved",
        "240.0.0.1, reserved",
        "255.255.255.255, reserved",
        "198.19.0.1, reserved",
        "192.0.0.192, reserved",
        "203.0.113.7, for examples",
        "2001:db8::1, for examples",
        "224.0.0.1, multicast",
        "ff02::1, multicast",
        "2001::1, a relay",
        "64:ff9b:1::1, a relay"
    })
    void specialAddressesAreNamed(String address, String kind) throws UnknownHostException {
        assertThat(Networks.special(InetAddress.getByName(address))).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "169.253.255.255",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "64:ff9b::101:101",
                "2002:101:101::"
            })
    void publicAddressesAreNot(String address) throws UnknownHostException {
        assertThat(Networks.special(InetAddress.getByName(address))).isEmpty();
    }

    @Test
    void networksHoldTheirAddressesAndNoOthers() throws UnknownHostException {
        var networks = Networks.of(List.of("10.1.0.0/16", "fd00:12::/32", "192.168.3.4"));
        for (var inside : List.of("10.1.0.0", "10.1.255.255", "fd00:12:ffff::1", "192.168.3.4")) {
            assertThat(networks.contains(InetAddress.getByName(inside))).as(inside).isTrue();
        }
        for (var outside : List.of("10.2.0.0", "10.0.255.255", "fd00:13::", "192.168.3.5", "::1")) {
            assertThat(networks.contains(InetAddress.getByName(outside))).as(outside).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0/8", "x/8", "10.0.0.0/-1", "", "1"})
    void whatIsNoNetworkStopsTheStart(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.of(List.of(text)))
                .withMessageContaining("assets.allowed-networks: " + text)
                .withMessageContaining("expected");
    }
}
