package main

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/trusted"
)

// A page of the build before, and one of a build that is just being rolled out, are answered by this process; a stranger's
// document is not.
func TestPagesOfOtherBuilds(t *testing.T) {
	t.Parallel()
	document := func(name string) (hash, text string) {
		text = "query " + name + "{store{slug}}"
		sum := sha256.Sum256([]byte(text))
		return hex.EncodeToString(sum[:]), text
	}
	file := filepath.Join(t.TempDir(), "documents.json")
	ownHash, own := document("Own")
	if err := os.WriteFile(file, []byte(`{"sha256:`+ownHash+`": "`+own+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openSite(t, testDatabase(t), "DOKON_TRUSTED_DOCUMENTS", "anonymous", "DOKON_DOCUMENTS_FILE", file)
	ask := func(hash string) string {
		return s.do(http.MethodPost, "/graphql", `{"documentId":"sha256:`+hash+`"}`, "Content-Type", "application/json", "X-Store", "one").body
	}
	if body := ask(ownHash); !strings.Contains(body, `"slug":"one"`) {
		t.Errorf("of a manifest beside ours: %s", body)
	}
	nextHash, next := document("Next")
	if err := trusted.Announce(t.Context(), s.app.db, map[string]string{nextHash: next}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if body := ask(nextHash); !strings.Contains(body, `"slug":"one"`) {
		t.Errorf("of a newer build: %s", body)
	}
	if text, err := trusted.Find(t.Context(), s.app.db, ownHash); err != nil || text != own {
		t.Errorf("what a newer build does not have is found by: %q, %v", text, err)
	}
	strangerHash, stranger := document("Stranger")
	if body := ask(strangerHash); !strings.Contains(body, "PERSISTED_QUERY_NOT_FOUND") {
		t.Errorf("a stranger's name: %s", body)
	}
	body := s.do(http.MethodPost, "/graphql", `{"query":"`+stranger+`"}`, "Content-Type", "application/json", "X-Store", "one").body
	if !strings.Contains(body, "DOCUMENT_NOT_TRUSTED") {
		t.Errorf("a stranger's text: %s", body)
	}
}
