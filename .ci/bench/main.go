// Command bench runs the benchmarks of all packages, one package after the other, and ends with one table of what they
// reported beside the bars they are held to. Arguments go to `go test`, for example -bench Listing.
package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// bar is what a metric of a benchmark may be at most, or with atLeast at least.
type bar struct {
	value   float64
	atLeast bool
}

// bars by the name of a benchmark and the metric.
var bars = map[string]map[string]bar{
	"BenchmarkListing/saved":          {"x-bare": {value: 1.5}},
	"BenchmarkListing/made":           {"cpu-µs/op": {value: 1500}, "sql/op": {value: 4}},
	"BenchmarkProductPage":            {"cpu-µs/op": {value: 1500}, "sql/op": {value: 6}},
	"BenchmarkChangeSeenByOthers":     {"p99-ms": {value: 1000}},
	"BenchmarkSearch/products=10000":  {"p99-ms": {value: 40}},
	"BenchmarkSearch/products=100000": {"p99-ms": {value: 80}},
	"BenchmarkCartSet":                {"p99-ms": {value: 25}, "sql/op": {value: 8}},
	"BenchmarkMemory":                 {"idle-MB": {value: 80}, "used-MB": {value: 150}},
	"BenchmarkCallbacks":              {"p99-ms": {value: 50}},
	"BenchmarkPlace/skus=1":           {"orders/s": {value: 300, atLeast: true}},
	"BenchmarkPlace/skus=50":          {"orders/s": {value: 400, atLeast: true}},
}

// columns are the metrics with a column of their own; the others stand behind them.
var columns = []string{"cpu-µs/op", "sql/op", "p50-ms", "p99-ms"}

type result struct {
	name    string
	metrics map[string]float64
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	args := append([]string{"test", "-run", "^$", "-bench", ".", "-p", "1"}, os.Args[1:]...)
	run := exec.CommandContext(ctx, "go", append(args, "./...")...)
	run.Stderr = os.Stderr
	out, err := run.StdoutPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	results := read(io.TeeReader(out, os.Stderr))
	err = run.Wait()
	fmt.Println()
	table(os.Stdout, results)
	if err != nil {
		fmt.Fprintln(os.Stderr, "some benchmarks failed:", err)
		os.Exit(1)
	}
}

// read takes the results out of what `go test` says: name, rounds, then pairs of value and metric.
func read(from io.Reader) (all []result) {
	for lines := bufio.NewScanner(from); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		r := result{name: words[0][:cmp.Or(max(strings.LastIndexByte(words[0], '-'), 0), len(words[0]))], metrics: map[string]float64{}}
		for i := 2; i+1 < len(words); i += 2 {
			if v, err := strconv.ParseFloat(words[i], 64); err == nil {
				r.metrics[words[i+1]] = v
			}
		}
		all = append(all, r)
	}
	return all
}

func table(to io.Writer, results []result) {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "benchmark\t"+strings.Join(columns, "\t")+"\tmore\tbar")
	for _, r := range results {
		cells := []string{strings.TrimPrefix(r.name, "Benchmark")}
		for _, metric := range columns {
			cells = append(cells, show(r.metrics, metric))
		}
		var more []string
		for metric, v := range r.metrics {
			if !slices.Contains(columns, metric) {
				more = append(more, number(v)+" "+metric)
			}
		}
		slices.Sort(more)
		fmt.Fprintln(w, strings.Join(append(cells, strings.Join(more, ", "), held(r)), "\t"))
	}
	_ = w.Flush()
}

// held tells for each bar of a result whether it is kept.
func held(r result) string {
	var said []string
	for metric, b := range bars[r.name] {
		v, measured := r.metrics[metric]
		sign, kept := "≤", v <= b.value
		if b.atLeast {
			sign, kept = "≥", v >= b.value
		}
		word := "kept"
		switch {
		case !measured:
			word = "not measured"
		case !kept:
			word = "MISSED"
		}
		said = append(said, fmt.Sprintf("%s %s %s: %s", metric, sign, number(b.value), word))
	}
	slices.Sort(said)
	return strings.Join(said, "; ")
}

func show(metrics map[string]float64, name string) string {
	if v, ok := metrics[name]; ok {
		return number(v)
	}
	return "–"
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
