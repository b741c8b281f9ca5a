package graph_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/staff"
)

var update = flag.Bool("update", false, "write what the server answers into the stories")

// Stories are conversations with the public API, in testdata/stories: requests as a client sends them, and what comes back.
// In a story
//
//	> buyer ru          begins a request: who asks, and in which language; the document follows, up to an empty line
//	< 200               is the answer: written by go test ./graph -run Stories -update, and looked at by whoever changes it
//	! wait 16m          moves the clock
//	! after shop        tells another story first, in the same world
//
// What differs from run to run has a name by its kind and order: ord#1 is the first order that the story meets. A later
// request names it {ord#1}.
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/stories/*.story")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".story"), func(t *testing.T) {
			t.Parallel()
			s := &story{site: open(t), names: map[string]string{}, values: map[string]string{}, counts: map[string]int{}, callers: map[string]*caller{}}
			s.site.t = t
			s.tell(t, file, true)
			if log := s.logs.String(); strings.Contains(log, "level=ERROR") {
				t.Errorf("%.2000s", log)
			}
		})
	}
}

// story is a conversation under way.
type story struct {
	*site
	callers map[string]*caller
	names   map[string]string // by value: names of what differs from run to run
	values  map[string]string // by name
	counts  map[string]int
}

// tell asks all requests of a story, and compares the answers with those written down.
func (s *story) tell(t *testing.T, file string, isMain bool) {
	t.Helper()
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	var request []string
	skip := false // the answer as it was written
	for text := range strings.Lines(string(want) + "\n") {
		line := strings.TrimRight(text, "\n")
		switch {
		case strings.HasPrefix(line, "> "):
			request = []string{strings.TrimPrefix(line, "> ")}
		case request != nil && line != "":
			request = append(request, line)
		case request != nil:
			answer := s.answer(t, request)
			got.WriteString("\n" + answer + "\n")
			request, skip = nil, false
			continue
		case strings.HasPrefix(line, "< "):
			skip = true
		case strings.HasPrefix(line, "! "):
			s.act(t, filepath.Dir(file), strings.Fields(line)[1:])
		}
		if skip {
			skip = line != ""
			continue
		}
		got.WriteString(line + "\n")
	}
	text := strings.TrimRight(squeezed.ReplaceAllString(got.String(), "\n\n"), "\n") + "\n"
	switch {
	case !isMain || text == string(want):
	case *update:
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s tells otherwise; look at it, and if it is right run with -update:\n%s", file, difference(string(want), text))
	}
}

var squeezed = regexp.MustCompile(`\n{3,}`)

// difference is the first lines that differ.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from := max(0, i-12)
			return strings.Join(a[from:i], "\n") + "\n- " + strings.Join(a[i:min(i+8, len(a))], "\n- ") + "\n+ " + strings.Join(b[i:min(i+8, len(b))], "\n+ ")
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(b), len(a))
}

func (s *story) act(t *testing.T, dir string, words []string) {
	t.Helper()
	switch words[0] {
	case "wait":
		d, err := time.ParseDuration(words[1])
		s.Must(err)
		s.clock.pass(d)
	case "after":
		s.tell(t, filepath.Join(dir, words[1]+".story"), false)
	case "demo":
		_, err := s.owner().Exec(t.Context(), "update stores set is_demo = true")
		s.Must(err)
		s.caller(t, "owner").must(`mutation { storeUpdate(input: {}) { userErrors { code } } }`, nil) // after which the process reads it anew
	default:
		t.Fatalf("nobody knows how to %s", words[0])
	}
}

// caller finds who asks: somebody of the world by name, or the holder of a token that the story met: {jwt#1}.
func (s *story) caller(t *testing.T, who string) *caller {
	t.Helper()
	if strings.HasPrefix(who, "{") {
		return s.bearer(s.filled(who))
	}
	if c := s.callers[who]; c != nil {
		return c
	}
	var c *caller
	switch who {
	case "nobody":
		c = s.anonymous()
	case "buyer", "neighbour":
		c, _ = s.shopper(s.World)
	case "bot":
		c = s.service(auth.Bot)
	case "platform":
		c = s.service(auth.Platform)
	case "telegram":
		c = s.anonymous().with("Authorization", "tma "+s.initData(s.World, 4711))
	default:
		c, _ = s.member(s.World, staff.Role(strings.ToUpper(who)))
	}
	s.callers[who] = c
	return c
}

func (s *story) answer(t *testing.T, request []string) string {
	t.Helper()
	who, language, _ := strings.Cut(request[0], " ")
	c := s.caller(t, who)
	if language != "" {
		c = c.speaks(language)
	}
	a := c.ask(s.filled(strings.Join(request[1:], "\n")), nil)
	body := costs.ReplaceAll(a.Body, nil)
	body = volatile.ReplaceAllFunc(body, func(found []byte) []byte { return []byte(s.named(string(found))) })
	body = fields.ReplaceAllFunc(body, func(found []byte) []byte {
		m := fields.FindSubmatch(found)
		return fmt.Appendf(nil, `"%s":"%s"`, m[1], s.called(kinds[string(m[1])], string(m[2])))
	})
	var pretty bytes.Buffer
	s.Must(json.Indent(&pretty, body, "", "  "))
	return fmt.Sprintf("< %d\n%s\n", a.Status, pretty.String())
}

var (
	costs    = regexp.MustCompile(`,"extensions":\{"cost":\d+\}`)
	volatile = regexp.MustCompile(`\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b|\bdk[a-z]_[0-9]+_[A-Za-z0-9]+|\beyJ[A-Za-z0-9_.-]+|\bl_[A-Z2-7]{26}\b`)
	fields   = regexp.MustCompile(`"(startCursor|endCursor|cursor|receiptCode|hint|matchCode)":"([^"]+)"`)
	kinds    = map[string]string{"startCursor": "cursor", "endCursor": "cursor", "cursor": "cursor", "receiptCode": "receipt", "hint": "hint", "matchCode": "match"}
	holes    = regexp.MustCompile(`\{([a-z]+#[0-9]+)\}`)
)

func (s *story) named(value string) string {
	kind, _, _ := strings.Cut(value, "_")
	if strings.HasPrefix(value, "eyJ") {
		kind = "jwt"
	}
	return s.called(kind, value)
}

// called is the name of a value, a new one when it is met for the first time.
func (s *story) called(kind, value string) string {
	if name, known := s.names[value]; known {
		return name
	}
	s.counts[kind]++
	name := fmt.Sprintf("%s#%d", kind, s.counts[kind])
	s.names[value], s.values[name] = name, value
	return name
}

func (s *story) filled(text string) string {
	return holes.ReplaceAllStringFunc(text, func(hole string) string {
		value, known := s.values[strings.Trim(hole, "{}")]
		if !known {
			s.t.Fatalf("nothing is called %s yet", hole)
		}
		return value
	})
}
