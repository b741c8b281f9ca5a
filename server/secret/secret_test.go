package secret

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
)

func TestSealedSecretsOpenOnlyInTheirPlace(t *testing.T) {
	box, err := NewBox(NewKey("k1"))
	if err != nil {
		t.Fatal(err)
	}
	plain := []byte("123456:bot-token")
	sealed := box.Seal(7, "bot", plain)
	if bytes.Contains(sealed, plain) || bytes.Equal(sealed, box.Seal(7, "bot", plain)) {
		t.Error("sealing shows the secret or repeats itself")
	}
	if got, err := box.Open(7, "bot", sealed); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("opened %q, %v", got, err)
	}
	stranger, err := NewBox(NewKey("k1"))
	if err != nil {
		t.Fatal(err)
	}
	for what, open := range map[string]func() ([]byte, error){
		"another store":   func() ([]byte, error) { return box.Open(8, "bot", sealed) },
		"another purpose": func() ([]byte, error) { return box.Open(7, "payme", sealed) },
		"another key":     func() ([]byte, error) { return stranger.Open(7, "bot", sealed) },
		"nothing":         func() ([]byte, error) { return box.Open(7, "bot", nil) },
		"too short":       func() ([]byte, error) { return box.Open(7, "bot", sealed[:10]) },
		"unknown key id":  func() ([]byte, error) { return box.Open(7, "bot", append([]byte("x"), sealed...)) },
	} {
		if got, err := open(); !errors.Is(err, ErrUnreadable) || got != nil {
			t.Errorf("%s: opened %q, %v", what, got, err)
		}
	}
	for i := range sealed {
		damaged := bytes.Clone(sealed)
		damaged[i] ^= 1
		if got, err := box.Open(7, "bot", damaged); err == nil {
			t.Errorf("with byte %d changed it opens as %q", i, got)
		}
	}
}

func TestKeysRotate(t *testing.T) {
	older, newer := NewKey("2025"), NewKey("2026")
	before, err := NewBox(older)
	if err != nil {
		t.Fatal(err)
	}
	sealed := before.Seal(1, "bot", []byte("token"))
	keys, err := ParseKeys(newer.String() + ", " + older.String())
	if err != nil {
		t.Fatal(err)
	}
	box, err := NewBox(keys...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := box.Open(1, "bot", sealed)
	if err != nil || string(got) != "token" || !box.IsStale(sealed) {
		t.Errorf("after rotation: %q, %v, stale %t", got, err, box.IsStale(sealed))
	}
	if again := box.Seal(1, "bot", got); box.IsStale(again) {
		t.Error("sealed again it is still stale")
	}
}

func TestKeysAreChecked(t *testing.T) {
	for _, s := range []string{"k", "k:", "k:AAAA", ":", "k:" + hex.EncodeToString(make([]byte, 32))} {
		if keys, err := ParseKeys(s); err == nil {
			t.Errorf("%q was read as %v", s, keys)
		}
	}
	k := NewKey("a")
	for what, keys := range map[string][]Key{"none": nil, "twice": {k, k}, "no id": {NewKey("")}, "a dot": {NewKey("a.b")}} {
		if _, err := NewBox(keys...); err == nil {
			t.Errorf("a box with keys: %s", what)
		}
	}
}

func TestHashToken(t *testing.T) {
	if got := hex.EncodeToString(HashToken("abc")); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("SHA-256 of abc is %s", got)
	}
	if !Matches("abc", HashToken("abc")) || Matches("abd", HashToken("abc")) || Matches("", nil) {
		t.Error("comparison")
	}
}
