package pace_test

import (
	"context"
	"net/http"
	"net/netip"
	"testing"

	"github.com/dokon-shop/dokon/server/pace"
)

func TestOrigin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, proxies, peer string
		forwarded           []string
		want                string
	}{
		{"nobody is trusted", "", "203.0.113.9:4000", []string{"198.51.100.1"}, "203.0.113.9"},
		{"a stranger says what they like", "127.0.0.1", "203.0.113.9:4000", []string{"198.51.100.1"}, "203.0.113.9"},
		{"behind one proxy", "127.0.0.1", "127.0.0.1:4000", []string{"198.51.100.1"}, "198.51.100.1"},
		{"what the client wrote itself does not count", "127.0.0.1", "127.0.0.1:4000", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		{"behind two proxies", "127.0.0.1, 10.0.0.0/8", "127.0.0.1:4000", []string{"9.9.9.9, 198.51.100.1", "10.1.2.3"}, "198.51.100.1"},
		{"all are proxies", "127.0.0.0/8", "127.0.0.1:4000", []string{"127.0.0.2"}, "127.0.0.2"},
		{"garbage", "127.0.0.1", "127.0.0.1:4000", []string{"198.51.100.1, unknown"}, "127.0.0.1"},
		{"no header", "127.0.0.1", "127.0.0.1:4000", nil, "127.0.0.1"},
		{"with ports", "127.0.0.1", "127.0.0.1:4000", []string{"198.51.100.1:555"}, "198.51.100.1"},
		{"IPv6", "::1", "[::1]:4000", []string{"2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2:3:4:5:6"},
		{"IPv6 with a port", "::1", "[::1]:4000", []string{"[2001:db8::1]:555"}, "2001:db8::1"},
		{"IPv4 in IPv6", "127.0.0.1", "[::ffff:127.0.0.1]:4000", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"a socket of the system", "127.0.0.1", "@", []string{"198.51.100.1"}, "invalid IP"},
	} {
		proxies, err := pace.ParseProxies(c.proxies)
		if err != nil {
			t.Fatal(err)
		}
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.forwarded}}
		if got := proxies.Origin(r); got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if _, err := pace.ParseProxies("10.0.0.0/8, proxy.example"); err == nil {
		t.Error("a name passes for an address")
	}
}

func TestAddressesAreCountedByNetwork(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"198.51.100.1": "198.51.100.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "127.0.0.1": "", "::1": "",
	} {
		if got := pace.AddressOf(pace.WithAddress(context.Background(), netip.MustParseAddr(given))); got != want {
			t.Errorf("%s is counted as %q, want %q", given, got, want)
		}
	}
	if got := pace.AddressOf(pace.WithAddress(context.Background(), netip.Addr{})); got != "" {
		t.Errorf("nobody is counted as %q", got)
	}
}
