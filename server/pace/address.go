package pace

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the networks of the proxies in front of the server, whose word on where a request comes from is believed.
type Proxies []netip.Prefix

// ParseProxies reads addresses and networks with commas between: "127.0.0.1, 10.0.0.0/8".
func ParseProxies(s string) (Proxies, error) {
	var all Proxies
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		network, err := netip.ParsePrefix(part)
		if err != nil {
			address, err := netip.ParseAddr(part)
			if err != nil {
				return nil, fmt.Errorf("%q is neither an address nor a network such as 10.0.0.0/8", part)
			}
			network = netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen())
		}
		all = append(all, network.Masked())
	}
	return all, nil
}

func (p Proxies) trust(a netip.Addr) bool {
	for _, network := range p {
		if network.Contains(a) {
			return true
		}
	}
	return false
}

// Origin is the address from which a request came to the first proxy that is not trusted, read from X-Forwarded-For from
// behind: what stands in front of it anybody may have written. The zero address when the peer itself cannot be read.
func (p Proxies) Origin(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := peer.Addr().Unmap()
	if !p.trust(at) {
		return at
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trust(at); i-- {
		hop := strings.TrimSpace(hops[i])
		before, err := netip.ParseAddr(hop)
		if withPort, wrong := netip.ParseAddrPort(hop); wrong == nil {
			before, err = withPort.Addr(), nil
		}
		if err != nil {
			break
		}
		at = before.Unmap().WithZone("")
	}
	return at
}

// NameOf is what an address is counted under: IPv6 by the network that one household or server gets. Empty for this very
// machine: that is the bot, or a proxy that nobody has named, and then everybody.
func NameOf(a netip.Addr) string {
	switch {
	case !a.IsValid() || a.IsLoopback():
		return ""
	case a.Is6():
		network, err := a.Prefix(64)
		if err != nil {
			return ""
		}
		return network.String()
	}
	return a.String()
}

type addressKey struct{}

// WithAddress keeps where a request comes from.
func WithAddress(ctx context.Context, a netip.Addr) context.Context {
	return context.WithValue(ctx, addressKey{}, NameOf(a))
}

// AddressOf is the name under which the address of a request is counted; empty when it is not.
func AddressOf(ctx context.Context) string {
	name, _ := ctx.Value(addressKey{}).(string)
	return name
}
