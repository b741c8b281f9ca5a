package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db"
)

// loadKey makes this program the client of a benchmark instead of a test: what it costs is then not the server's.
const loadKey = "DOKON_BENCH_LOAD"

func init() {
	if order := os.Getenv(loadKey); order != "" {
		if err := load(order); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

type loadOrder struct {
	Address, Path, Body string
	N                   int
}

// load sends N requests over a few connections.
func load(order string) error {
	var o loadOrder
	if err := json.Unmarshal([]byte(order), &o); err != nil {
		return err
	}
	const lines = 8
	request := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", o.Path, len(o.Body), o.Body)
	failed := make(chan error, lines)
	var all sync.WaitGroup
	for i := range lines {
		all.Go(func() {
			conn, err := new(net.Dialer).DialContext(context.Background(), "tcp", o.Address)
			if err != nil {
				failed <- err
				return
			}
			defer func() { _ = conn.Close() }()
			in := bufio.NewReaderSize(conn, 64<<10)
			for range o.N/lines + min(1, max(0, o.N%lines-i)) {
				if _, err := io.WriteString(conn, request); err != nil {
					failed <- err
					return
				}
				res, err := http.ReadResponse(in, nil)
				if err != nil || res.StatusCode != http.StatusOK {
					failed <- fmt.Errorf("%v %w", res, err)
					return
				}
				_, _ = io.Copy(io.Discard, res.Body)
			}
		})
	}
	all.Wait()
	close(failed)
	return <-failed
}

// serverTime is the time of the processor that n requests cost this process, the client being another one.
func serverTime(b *testing.B, server *httptest.Server, path, body string, n int) time.Duration {
	b.Helper()
	order, err := json.Marshal(loadOrder{server.Listener.Addr().String(), path, body, n})
	if err != nil {
		b.Fatal(err)
	}
	client := exec.CommandContext(b.Context(), os.Args[0])
	client.Env = append(os.Environ(), loadKey+"="+string(order))
	before := used()
	if out, err := client.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return used() - before
}

// used is the processor time of this process.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A listing of 24 products from memory, beside a handler that does nothing but write the same bytes, by turns in one run; and
// the same listing made anew each time.
func BenchmarkListing(b *testing.B) {
	b.Cleanup(func() { debug.SetGCPercent(100) })
	debug.SetGCPercent(400) // as the server does
	s := open(b)
	for i := range 24 {
		s.Variant(fmt.Sprintf("Koʻk choy, toʻplam %d", i), 125_000_00, 90)
	}
	s.settled()
	body, err := json.Marshal(map[string]any{"query": listing})
	s.Must(err)
	answer := s.anonymous().settle(listing)
	bare := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(answer.Body)))
		_, _ = w.Write(answer.Body)
	}))
	bare.Config.WriteTimeout = s.server.Config.WriteTimeout // the same server, whatever handles the request
	bare.Start()
	b.Cleanup(bare.Close)
	// The least of many short rounds is what the code costs; what else a round took was the machine's.
	const rounds = 10
	lowest := func(server *httptest.Server, path string, n int) func() time.Duration {
		least := time.Duration(1<<63 - 1)
		return func() time.Duration {
			least = min(least, serverTime(b, server, path, string(body), n)/time.Duration(n))
			return least
		}
	}
	saved, plain := lowest(s.server, "/graphql", 3000), lowest(bare, "/", 3000)
	var ofSaved, ofPlain time.Duration
	b.Run("saved", func(b *testing.B) {
		for b.Loop() {
			for range rounds {
				ofPlain, ofSaved = plain(), saved()
			}
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(micro(ofSaved), "cpu-µs/op")
		b.ReportMetric(float64(ofSaved)/float64(ofPlain), "x-bare")
		b.ReportMetric(float64(len(answer.Body)), "bytes/op")
	})
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			for range rounds {
				ofPlain = plain()
			}
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(micro(ofPlain), "cpu-µs/op")
	})
	b.Run("made", func(b *testing.B) {
		count := new(statements)
		fresh := s.second(unsaved)
		d := openDB(b, s.URL)
		d.OnStatement(count.add)
		fresh.serve(d, s.Hub, unsaved)
		made, once := lowest(fresh.server, "/graphql", 500), time.Duration(0)
		fresh.anonymous().must(listing, nil)
		count.take()
		fresh.anonymous().must(listing, nil)
		sent := len(count.take())
		for b.Loop() {
			for range rounds {
				once = made()
			}
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(micro(once), "cpu-µs/op")
		b.ReportMetric(float64(sent), "sql/op")
	})
}

func micro(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

// A change made by one process, until those who ask another one see it.
func BenchmarkChangeSeenByOthers(b *testing.B) {
	s := open(b)
	s.Variant("Choy", 100_00, 9)
	here, there := s.second(), s.second()
	reader, n := there.anonymous(), 0
	waits := make([]time.Duration, 0, 64)
	for b.Loop() {
		reader.must(listing, nil)
		n++
		name := fmt.Sprint("Choy ", n)
		here.Write(func(ctx context.Context, tx *db.Tx) error {
			tx.Touch()
			_, err := tx.NewRaw("update products set name = jsonb_build_object('uz-Latn', ?::text) where store_id = ?", name, s.Store.ID).Exec(ctx)
			return err
		})
		began := time.Now()
		for !bytes.Contains(reader.must(listing, nil).Body, []byte(`"`+name+`"`)) {
			time.Sleep(time.Millisecond)
		}
		waits = append(waits, time.Since(began))
	}
	report(b, waits)
}

// report gives the middle and the worst hundredth of some times.
func report(b *testing.B, times []time.Duration) {
	b.Helper()
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1e3, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1e3, "p99-ms")
}
