package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/secret"
)

func TestLogHoldsNoSecrets(t *testing.T) {
	secrets := map[string]string{
		"session token": secret.NewToken(secret.SessionToken, 12),
		"link":          "http://localhost/admin/sign-in#code=" + secret.NewToken(secret.LinkCode, 1),
		"access token":  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_x",
		"bot token":     "123456789:" + strings.Repeat("Aa-_9", 7),
		"init data":     "user=%7B%22id%22%3A777%7D&auth_date=1&hash=" + strings.Repeat("ab", 32),
		"authorization": "Authorization: tma query_id=AAF&user=%7B%7D",
		"database":      "postgres://dokon:hunter2@db.example/dokon",
	}
	leaks := map[string]string{
		"link": "dkl_", "init data": "777", "authorization": "AAF", "database": "hunter2",
	}
	for _, asJSON := range []bool{false, true} {
		for name, value := range secrets {
			var out bytes.Buffer
			log := newLog(Config{LogJSON: asJSON}, &out)
			log.With("with", value).Error("said "+value, "error", errors.New("wrapped: "+value), "nested", map[string]string{"a": value})
			leak := leaks[name]
			if leak == "" {
				leak = value
			}
			if out.Len() == 0 || strings.Contains(out.String(), leak) {
				t.Errorf("%s, json %t: %s", name, asJSON, out.String())
			}
		}
	}
}

func TestLogNamesTheRequest(t *testing.T) {
	var out bytes.Buffer
	ctx := context.WithValue(context.Background(), requestKey{}, "abc12345")
	log := newLog(Config{}, &out).With("part", "x").WithGroup("g")
	log.InfoContext(ctx, "in a request")
	if !strings.Contains(out.String(), "abc12345") {
		t.Errorf("no request id: %s", out.String())
	}
}
