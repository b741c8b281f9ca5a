package media

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/secret"
)

// signer signs addresses of objects for one purpose, so that whoever has one needs no session: those at which the local disk
// takes uploads and those of private pictures. An address is good for one object of one size until its time is over.
type signer struct {
	current string
	keys    map[string][]byte // by id of the deployment's keys, from which they are derived
}

func newSigner(purpose string, keys []secret.Key) (signer, error) {
	if len(keys) == 0 {
		return signer{}, errors.New("media: signing uploads needs a key")
	}
	s := signer{current: keys[0].ID, keys: map[string][]byte{}}
	for _, k := range keys {
		derived, err := hkdf.Key(sha256.New, k.AES[:], nil, purpose, sha256.Size)
		if err != nil {
			return signer{}, fmt.Errorf("media: derive key: %w", err)
		}
		s.keys[k.ID] = derived
	}
	return s, nil
}

func (s signer) sign(keyID, object string, size, until int64) []byte {
	mac := hmac.New(sha256.New, s.keys[keyID])
	fmt.Fprintf(mac, "PUT\n%s\n%d\n%d", object, size, until)
	return mac.Sum(nil)
}

// query is what makes the address of an object one that is let in.
func (s signer) query(object string, size int64, until time.Time) string {
	return url.Values{
		"key":       {s.current},
		"size":      {strconv.FormatInt(size, 10)},
		"until":     {strconv.FormatInt(until.Unix(), 10)},
		"signature": {base64.RawURLEncoding.EncodeToString(s.sign(s.current, object, size, until.Unix()))},
	}.Encode()
}

// check gives the size that an address was signed for. Faults: FORBIDDEN for one that nobody here signed, found out in a
// time that does not depend on how wrong it is; UPLOAD_EXPIRED.
func (s signer) check(object string, q url.Values, now time.Time) (size int64, err error) {
	size, errSize := strconv.ParseInt(q.Get("size"), 10, 64)
	until, errUntil := strconv.ParseInt(q.Get("until"), 10, 64)
	given, errGiven := base64.RawURLEncoding.DecodeString(q.Get("signature"))
	if _, known := s.keys[q.Get("key")]; !known || errors.Join(errSize, errUntil, errGiven) != nil {
		return 0, fault.New(fault.Forbidden)
	}
	if !hmac.Equal(given, s.sign(q.Get("key"), object, size, until)) {
		return 0, fault.New(fault.Forbidden)
	}
	if now.Unix() > until {
		return 0, fault.New(fault.UploadExpired)
	}
	return size, nil
}
