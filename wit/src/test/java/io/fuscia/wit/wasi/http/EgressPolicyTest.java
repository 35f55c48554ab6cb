package io.fuscia.wit.wasi.http;

import static io.fuscia.wit.wasi.http.EgressDeniedException.Reason.ADDRESS_NOT_ALLOWED;
import static io.fuscia.wit.wasi.http.EgressDeniedException.Reason.HOST_NOT_ALLOWED;
import static io.fuscia.wit.wasi.http.EgressDeniedException.Reason.INVALID_DESTINATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
    private static final EgressPolicy EVERYTHING = EgressPolicy.of(List.of("*"), false, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.8.9.10/",
                "http://0.0.0.0/",
                "http://0.1.2.3/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://10.0.0.1/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://100.64.0.1/",
                "http://169.254.1.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.100.100.200/",
                "http://168.63.129.16/",
                "http://192.0.2.1/",
                "http://198.18.0.1/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[::ffff:0:127.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[64:ff9b:1::1]/",
                "http://[2002:7f00:1::]/",
                "http://[2002:a9fe:a9fe::1]/",
                "http://[2001::1]/",
                "http://[fe80::1]/",
                "http://[fec0::1]/",
                "http://[fc00::1]/",
                "http://[fd00:ec2::254]/",
                "http://[ff02::1]/",
                "http://[2001:db8::1]/",
                "http://[4000::1]/",
            })
    void deniesAddressesThatAreNotOnTheInternet(String url) {
        assertThat(reason(EVERYTHING, url)).isEqualTo(ADDRESS_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://127.0.0.0x1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.1../",
                "http://user@127.0.0.1/",
                "http://example.com@127.0.0.1/",
                "http://user:secret@example.com/",
                "http://example.com:0/",
                "http://example.com:99999/",
                "http://[fe80::1%25eth0]/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:6379/_x",
                "example.com",
                "/path",
            })
    void deniesSpellingsThatResolversReadInTheirOwnWay(String url) {
        assertThat(reason(EVERYTHING, url)).isEqualTo(INVALID_DESTINATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://8.8.8.8/", "http://172.32.0.1/", "http://[2606:4700::1111]/", "http://[2002:808:808::1]/"
            })
    void reachesTheInternet(String url) throws UnknownHostException {
        assertThat(EVERYTHING.resolve(Destination.of(URI.create(url)))).hasSize(1);
    }

    @Test
    void operatorMayAllowPrivateAddressesWithoutAllowingMetadata() throws UnknownHostException {
        EgressPolicy policy = EgressPolicy.of(List.of("*"), true, List.of());
        assertThat(policy.resolve(Destination.of("http", "127.0.0.1:8080"))).hasSize(1);
        assertThat(policy.resolve(Destination.of("http", "10.1.2.3"))).hasSize(1);
        assertThat(reason(policy, "http://169.254.169.254/")).isEqualTo(ADDRESS_NOT_ALLOWED);
        assertThat(reason(policy, "http://[fd00:ec2::254]/")).isEqualTo(ADDRESS_NOT_ALLOWED);
        assertThat(reason(policy, "http://169.254.1.1/")).isEqualTo(ADDRESS_NOT_ALLOWED);
    }

    @Test
    void operatorMayListBlocks() throws UnknownHostException {
        EgressPolicy policy = EgressPolicy.of(List.of("*"), false, List.of(AllowedAddress.parse("10.1.0.0/16")));
        assertThat(policy.resolve(Destination.of("http", "10.1.255.1"))).hasSize(1);
        assertThat(reason(policy, "http://10.2.0.1/")).isEqualTo(ADDRESS_NOT_ALLOWED);
    }

    @Test
    void everyListMustAllow() {
        EgressPolicy policy = EgressPolicy.of(List.of("*.example.com"), false, List.of())
                .restrictedTo(List.of("api.example.com", "other.test"));
        policy.check(Destination.of("https", "api.example.com"));
        assertThat(reason(policy, "https://other.test/")).isEqualTo(HOST_NOT_ALLOWED);
        assertThat(reason(policy, "https://www.example.com/")).isEqualTo(HOST_NOT_ALLOWED);
        assertThat(reason(policy.restrictedTo(List.of()), "https://api.example.com/"))
                .isEqualTo(HOST_NOT_ALLOWED);
        assertThat(reason(EgressPolicy.DENY_ALL, "https://api.example.com/")).isEqualTo(HOST_NOT_ALLOWED);
    }

    @Test
    void keepsOnlyTheAddressesThatMayBeDialled() throws UnknownHostException {
        InetAddress inside = InetAddress.getByName("10.0.0.1");
        InetAddress outside = InetAddress.getByName("8.8.8.8");
        EgressPolicy policy = EVERYTHING.withResolver(host -> new InetAddress[] {inside, outside});
        assertThat(policy.resolve(Destination.of("https", "both.test"))).containsExactly(outside);
    }

    @Test
    void looksANameUpOnceAndOnlyWhenItIsAllowed() {
        EgressPolicy policy = EgressPolicy.of(List.of("a.test"), false, List.of())
                .withResolver(host -> {
                    throw new AssertionError("looked up " + host);
                });
        assertThat(reason(policy, "https://b.test/")).isEqualTo(HOST_NOT_ALLOWED);
    }

    @Test
    void passesOnThatANameHasNoAddress() {
        EgressPolicy policy = EVERYTHING.withResolver(host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> policy.resolve(Destination.of("https", "nowhere.test")))
                .isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "example.com/8", "10.0.0.0/", "10.0.0.0/-1", "[::1/8"})
    void refusesWhatIsNoBlock(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static EgressDeniedException.Reason reason(EgressPolicy policy, String url) {
        EgressDeniedException denied = catchThrowableOfType(
                EgressDeniedException.class, () -> policy.resolve(Destination.of(URI.create(url))));
        assertThat(denied).as(url).isNotNull();
        return denied.reason();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:18089, 18089, true",
        "127.0.0.1:18089, 18090, false",
        "127.0.0.0/8:80, 80, true",
        "127.0.0.1, 1, true",
        "[::1]:80, 80, false",
        "::1, 80, false",
    })
    void anAllowedAddressMayBeBoundToAPort(String allowed, int port, boolean dialable) throws UnknownHostException {
        EgressPolicy policy = EgressPolicy.of(List.of("*"), false, List.of(AllowedAddress.parse(allowed)));

        assertThat(policy.isDialable(InetAddress.getLoopbackAddress(), port)).isEqualTo(dialable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:", "localhost:80", ":80"})
    void refusesWhatIsNoAllowedAddress(String text) {
        assertThatThrownBy(() -> AllowedAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
