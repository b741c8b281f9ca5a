package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
)

// attemptTime bounds one attempt, from the name's look-up to the end of the answer.
const attemptTime = 10 * time.Second

// errPrivate stops a connection into the house: an address of a webhook must not become a way to what only the server
// reaches.
var errPrivate = errors.New("the address leads into a private network")

// NewClient makes a client for addresses that people of a store name: it connects to public addresses alone, unless private ones are allowed. The address is judged
// when the connection is made, so a name that changes its mind after it was looked up gains nothing; redirects are not
// followed, since they would lead elsewhere; proxies of the environment are not used, since they would connect for us.
func NewClient(allowPrivate bool) *http.Client {
	dialer := &net.Dialer{Timeout: attemptTime}
	if !allowPrivate {
		dialer.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %s", errPrivate, address)
			}
			if !isPublic(at.Addr()) {
				return errPrivate
			}
			return nil
		}
	}
	return &http.Client{
		Timeout:       attemptTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: attemptTime, MaxIdleConnsPerHost: 2, IdleConnTimeout: 30 * time.Second,
			MaxResponseHeaderBytes: 16 << 10, ForceAttemptHTTP2: true, DisableCompression: true,
		},
	}
}

// reserved are networks that netip's own questions do not know. RFC 6890 and IANA's special-purpose registries.
var reserved = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16")

func prefixes(list ...string) (out []netip.Prefix) {
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

func isPublic(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.Zone() != "" {
		return false
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// checkURL refuses addresses that could never be sent to; where a name leads is seen when it is.
func checkURL(s string, allowPrivate bool, path ...string) *fault.Error {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || len(s) > 2000,
		u.Scheme != "https" && (u.Scheme != "http" || !allowPrivate):
		return fault.New(fault.Invalid, path...)
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil && !allowPrivate && !isPublic(a) {
		return fault.New(fault.Invalid, path...)
	}
	return nil
}
