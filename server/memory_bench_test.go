package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db/dbtest"
)

// BenchmarkMemory tells what the program itself keeps of the machine's memory, without PostgreSQL: `serve` on demo shops that
// were there before it started, left alone for a while, and again after 100,000 requests of shoppers who browse and search.
// It is one round, however many are asked for.
func BenchmarkMemory(b *testing.B) {
	if _, err := os.Stat("/proc/self/statm"); err != nil {
		b.Skip("resident memory is read from /proc")
	}
	program := filepath.Join(b.TempDir(), "server")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	state := b.TempDir()
	settings := append(os.Environ(), "DATABASE_URL="+dbtest.Create(b), "DOKON_STATE_DIR="+state, "PORT=0", "DOKON_LOG_LEVEL=warn",
		"DOKON_PUBLIC_URL=", "DOKON_RATE_ADDRESS=1000000")
	seed := exec.CommandContext(b.Context(), program, "seed", "--demo")
	seed.Env = settings
	if out, err := seed.CombinedOutput(); err != nil {
		b.Fatalf("seed: %v\n%s", err, out)
	}
	serve := exec.CommandContext(b.Context(), program, "serve")
	serve.Env, serve.Stderr = settings, os.Stderr
	if err := serve.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = serve.Process.Signal(os.Interrupt); _ = serve.Wait() }()
	var note running
	for { // the note is written when the port is taken
		text, err := os.ReadFile(filepath.Join(state, runningFile))
		if err == nil && json.Unmarshal(text, &note) == nil && answersReady(b.Context(), note.Address) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(10 * time.Second) // its periodic jobs run meanwhile
	idle := told(b, note.Address, residentBytes) / 1e6
	const requests = 100_000
	before := told(b, note.Address, "process_cpu_seconds_total")
	browse(b, note.Address, requests)
	b.ReportMetric((told(b, note.Address, "process_cpu_seconds_total")-before)/requests*1e6, "cpu-µs/op")
	b.ReportMetric(idle, "idle-MB")
	b.ReportMetric(told(b, note.Address, residentBytes)/1e6, "used-MB")
	b.ReportMetric(0, "ns/op")
}

func answersReady(ctx context.Context, address string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/readyz", nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// residentBytes is the metric of the memory that a process has.
const residentBytes = "process_resident_memory_bytes"

// told is a number among the server's metrics.
func told(b *testing.B, address, metric string) float64 {
	b.Helper()
	answer, err := http.Get(address + "/metrics")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	found := regexp.MustCompile(`(?m)^` + metric + ` (\S+)$`).FindSubmatch(text)
	if err != nil || found == nil {
		b.Fatalf("no %s among the metrics: %v", metric, err)
	}
	n, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// browse sends so many requests as shoppers of all demo shops do, sixteen at a time: of ten, seven are a listing that many
// share, two are searches with facets, and one is a document that nobody has asked before.
func browse(b *testing.B, address string, requests int) {
	b.Helper()
	const listing = `query($after: String) { products(first: 24, after: $after) { pageInfo { endCursor } nodes { id slug name
		priceRange { min { amount } } cover { url(width: 320) color } defaultVariant { availability { canBuy available } } } } }`
	words := []string{"atir", "koylak", "guldasta", "osh", "krem", "oq", "lavanda", "choy", "ko'ylak", "salat"}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	ask := func(store, query string, variables map[string]any) error {
		body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
		if err != nil {
			return err
		}
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, address+"/graphql", bytes.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Store", store)
		answer, err := client.Do(r)
		if err != nil {
			return err
		}
		defer func() { _ = answer.Body.Close() }()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			return err
		}
		if answer.StatusCode != http.StatusOK || bytes.Contains(text, []byte(`"errors"`)) {
			return fmt.Errorf("%d %.300s", answer.StatusCode, text)
		}
		return nil
	}
	stores := []string{"zarbof", "sadaf", "lola", "anhor"}
	var next atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for n := int(next.Add(1)); n <= requests; n = int(next.Add(1)) {
				var err error
				switch store := stores[n%len(stores)]; n % 10 {
				case 0, 1, 2, 3, 4, 5, 6:
					err = ask(store, listing, nil)
				case 7, 8:
					err = ask(store, `query($q: String) { search(query: $q, first: 24) { products { nodes { id name priceRange { min { amount } } } } facets { categories { count } } } }`,
						map[string]any{"q": words[n/10%len(words)]})
				default: // a comment makes a document that nobody has asked before
					err = ask(store, fmt.Sprintf("# %d\n", n)+listing, nil)
				}
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
