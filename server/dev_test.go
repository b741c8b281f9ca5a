package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/secret"
)

// household is a running `dev`, with all that belongs to it.
type household struct {
	t       *testing.T
	command *exec.Cmd
	said    string // up to the lines that tell where everything is
	log     lineBuffer
	ended   chan error
}

// buildPrograms builds server and bot as `make build` does: dev runs the bot that lies beside it. The test's own program
// would not do, since the race detector makes painting the shops slow.
func buildPrograms(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", dir+string(filepath.Separator), "./server", "./bot")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return dir
}

func devCommand(programs, state, port string) *exec.Cmd {
	c := exec.Command(filepath.Join(programs, "server"), "dev")
	c.Dir = ".."
	c.Env = append(os.Environ(), "DATABASE_URL=", "DOKON_PUBLIC_URL=", "DOKON_TELEGRAM_URL=", "DOKON_LOG_LEVEL=",
		"DOKON_STATE_DIR="+state, "PORT="+port, "DOKON_FAKE_TELEGRAM_ADDR=127.0.0.1:0")
	return c
}

// startDev returns when dev has told where everything is.
func startDev(t *testing.T, programs, state string) *household {
	t.Helper()
	h := &household{t: t, command: devCommand(programs, state, "0"), ended: make(chan error, 1)}
	stdout, err := h.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.command.Env = append(h.command.Env, "DOKON_LOG_LEVEL=debug")
	h.command.Stderr = &h.log
	if err := h.command.Start(); err != nil {
		t.Fatal(err)
	}
	up := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
		var said strings.Builder
		for lines.Scan() {
			said.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), "Ctrl-C stops everything") {
				up <- said.String()
			}
		}
		h.ended <- h.command.Wait()
	}()
	t.Cleanup(func() {
		_ = h.command.Process.Kill()
		<-h.ended
	})
	select {
	case h.said = <-up:
	case err := <-h.ended:
		h.ended <- err
		t.Fatalf("dev ended at its start: %v\n%s", err, h.log.String())
	case <-t.Context().Done():
	}
	return h
}

// address is the first one that dev told in a row.
func (h *household) address(row string) string {
	h.t.Helper()
	found := regexp.MustCompile(`(?m)^  ` + row + ` +(http\S+)`).FindStringSubmatch(h.said)
	if found == nil {
		h.t.Fatalf("no address of %s in\n%s", row, h.said)
	}
	return found[1]
}

// answers tells whether the first query of a page is answered.
func (h *household) answers() bool {
	origin, _, _ := strings.Cut(h.address("GraphQL"), "/playground")
	_, slug, _ := strings.Cut(strings.TrimSuffix(h.address("Mini App"), "/"), "/app/")
	text, err := post(origin+"/graphql", slug, `{ store { name } products(first: 3) { nodes { name } } }`)
	if err != nil {
		h.t.Log(err)
	}
	return err == nil && strings.Contains(text, `"nodes":[{"name":`)
}

func post(url, slug, query string) (string, error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return "", err
	}
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Store", slug)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

// visit signs a shopper in by what Telegram would sign, does some things right and some wrong, and gives all that must stay
// between the two sides.
func (h *household) visit(programs, state string) (secrets []string) {
	h.t.Helper()
	c := devCommand(programs, state, "0")
	c.Args = append([]string{c.Path}, "initdata", "--store", "anhor", "--user", "5")
	out, err := c.Output()
	if err != nil {
		h.t.Fatal(err)
	}
	initData := strings.TrimSpace(string(out))
	values, err := url.ParseQuery(initData)
	if err != nil || values.Get("hash") == "" {
		h.t.Fatalf("init data %q: %v", initData, err)
	}
	origin, _, _ := strings.Cut(h.address("GraphQL"), "/playground")
	ask := func(authorization, query string) string {
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			h.t.Fatal(err)
		}
		r, err := http.NewRequest(http.MethodPost, origin+"/graphql", bytes.NewReader(body))
		if err != nil {
			h.t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Store", "anhor")
		r.Header.Set("Authorization", authorization)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			h.t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			h.t.Fatal(err)
		}
		return string(text)
	}
	signedIn := ask("tma "+initData, `mutation { sessionCreate(input: {}) { tokens { accessToken refreshToken } userErrors { code } } }`)
	var answer struct {
		Data struct {
			SessionCreate struct {
				Tokens struct{ AccessToken, RefreshToken string }
			}
		}
	}
	if err := json.Unmarshal([]byte(signedIn), &answer); err != nil || answer.Data.SessionCreate.Tokens.RefreshToken == "" {
		h.t.Fatalf("sign in: %s", signedIn)
	}
	tokens := answer.Data.SessionCreate.Tokens
	const phone = "+998935550101"
	ask("Bearer "+tokens.AccessToken, `mutation { customerUpdate(input: {phone: "`+phone+`"}) { customer { phone } userErrors { code } } }`)
	ask("Bearer "+tokens.AccessToken, `mutation { customerUpdate(input: {phone: "`+phone+`x"}) { userErrors { code } } }`)
	ask("Bearer "+tokens.RefreshToken, `{ me { id } }`)
	ask("tma "+initData+"x", `{ store { slug } }`)
	ask("", `mutation { sessionCreate(input: {initData: "`+initData+`"}) { tokens { accessToken } } }`)
	ask("", `mutation { sessionRefresh(input: {refreshToken: "`+tokens.RefreshToken+`"}) { tokens { accessToken } } }`)
	ask("", `{ order(id: "`+tokens.RefreshToken+`") { id } }`)
	return []string{initData, values.Get("hash"), tokens.AccessToken, tokens.RefreshToken, phone}
}

// family gives the process numbers of everything that dev started.
func (h *household) family() (pids []int) {
	h.t.Helper()
	if runtime.GOOS != "linux" {
		return nil
	}
	of := func(pid int) (children []int) {
		lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
		for _, list := range lists {
			text, _ := os.ReadFile(list)
			for _, word := range strings.Fields(string(text)) {
				child, err := strconv.Atoi(word)
				if err != nil {
					h.t.Fatal(err)
				}
				children = append(children, child)
			}
		}
		return children
	}
	for open := of(h.command.Process.Pid); len(open) > 0; open = open[1:] {
		pids = append(pids, open[0])
		open = append(open, of(open[0])...)
	}
	if len(pids) < 3 {
		h.t.Fatalf("dev has %d processes beside it; PostgreSQL, bot and Telegram should be there", len(pids))
	}
	return pids
}

// living are the processes that have not ended; one that nobody has asked for its end yet (a zombie) has.
func living(pids []int) []int {
	return slices.DeleteFunc(slices.Clone(pids), func(pid int) bool {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			return true
		}
		_, state, _ := strings.Cut(string(stat), ") ")
		return strings.HasPrefix(state, "Z") || strings.HasPrefix(state, "X")
	})
}

// snapshot is the state directory without what a running database changes by itself.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && entry.Name() == "data" {
				return fs.SkipDir
			}
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestDev walks through a developer's day: first start, a second one beside it, Ctrl-C, a hard end, another start.
func TestDev(t *testing.T) {
	programs, state := buildPrograms(t), filepath.Join(t.TempDir(), "state")
	h := startDev(t, programs, state)
	if !h.answers() {
		t.Fatalf("the first query is not answered\n%s", h.log.String())
	}

	t.Run("tells where everything is", func(t *testing.T) {
		for _, slug := range []string{"anhor", "lola", "sadaf", "zarbof"} {
			if !strings.Contains(h.said, "/app/"+slug+"/") {
				t.Errorf("no Mini App of %s in\n%s", slug, h.said)
			}
		}
		for _, row := range []string{"GraphQL", "Fake Telegram"} {
			response, err := http.Get(h.address(row))
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if row == "Fake Telegram" && response.StatusCode != http.StatusOK {
				t.Errorf("%s: %s", row, response.Status)
			}
		}
		_, code, _ := strings.Cut(h.address("Admin"), "#code=")
		origin, _, _ := strings.Cut(h.address("GraphQL"), "/playground")
		signIn := fmt.Sprintf(`mutation { staffSessionCreate(input: {code: %q}) { viewer { name } userErrors { code } } }`, code)
		if text, err := post(origin+"/graphql", "", signIn); err != nil || !strings.Contains(text, `"name":"Sardor Aliyev"`) {
			t.Errorf("the sign-in link: %s %v", text, err)
		}
		if text, err := post(origin+"/graphql", "", signIn); err != nil || !strings.Contains(text, "LINK_INVALID") {
			t.Errorf("the sign-in link, used again: %s %v", text, err)
		}
		if !regexp.MustCompile(`answered \d+\.\d s after the start`).MatchString(h.said) {
			t.Errorf("no time of the start in\n%s", h.said)
		}
	})

	t.Run("keeps its secrets to itself", func(t *testing.T) {
		for _, name := range []string{keysFile, serviceFile, addressFile, runningFile} {
			info, err := os.Stat(filepath.Join(state, name))
			if err != nil {
				t.Fatal(err)
			}
			if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
				t.Errorf("%s has mode %o", name, mode)
			}
		}
	})

	t.Run("bot and fake Telegram work together", func(t *testing.T) {
		until(t.Context(), t, "bots of four shops", func() bool {
			response, err := http.Get(h.address("Fake Telegram") + "control/calls?method=getMe")
			if err != nil {
				return false
			}
			defer func() { _ = response.Body.Close() }()
			var calls []struct {
				Bot int64 `json:"bot_id"`
			}
			if err := json.NewDecoder(response.Body).Decode(&calls); err != nil {
				t.Fatal(err)
			}
			bots := map[int64]bool{}
			for _, c := range calls {
				bots[c.Bot] = true
			}
			return len(bots) == 4
		})
	})

	var secrets []string
	t.Run("people come and go", func(t *testing.T) { secrets = h.visit(programs, state) })

	t.Run("other commands join it", func(t *testing.T) {
		for _, args := range [][]string{{"link", "--store", "lola"}, {"initdata", "--store", "anhor", "--user", "5"}, {"migrate", "status"}, {"conformance", "payme", "--store", "anhor"}, {"conformance", "uzum", "--store", "lola"}, {"conformance", "hosted", "--store", "lola"}} {
			c := devCommand(programs, state, "0")
			c.Args = append([]string{c.Path}, args...)
			out, err := c.Output()
			if err != nil || len(out) == 0 {
				t.Errorf("%s: %v\n%s", args, err, out)
			}
			if args[0] == "link" && !strings.HasPrefix(string(out), strings.TrimSuffix(h.address("GraphQL"), "playground")+"admin/sign-in#code=dkl_") {
				t.Errorf("link: %s", out)
			}
		}
	})

	t.Run("a second one says so and touches nothing", func(t *testing.T) {
		before := snapshot(t, state)
		second := devCommand(programs, state, "0")
		out, err := second.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Errorf("the second ends with %v", err)
		}
		want := fmt.Sprintf("the database is already running for another process (process %d, state directory %s); "+
			"stop it first, or set DOKON_STATE_DIR to another directory\n", h.command.Process.Pid, state)
		if string(out) != want {
			t.Errorf("the second says %q instead of %q", out, want)
		}
		after := snapshot(t, state)
		for path, text := range before {
			if !strings.HasSuffix(path, "/log") && after[path] != text {
				t.Errorf("%s was changed", path)
			}
		}
		if !h.answers() {
			t.Error("the first one no longer answers")
		}
	})

	t.Run("a busy port is told of", func(t *testing.T) {
		origin, _, _ := strings.Cut(h.address("GraphQL"), "/playground")
		_, port, _ := strings.Cut(strings.TrimPrefix(origin, "http://"), ":")
		out, err := devCommand(programs, filepath.Join(t.TempDir(), "other"), port).CombinedOutput()
		if err == nil || !strings.HasSuffix(string(out), "port "+port+" is in use by another program; stop it, or set PORT to another one\n") {
			t.Errorf("%v\n%s", err, out)
		}
	})

	family := h.family()
	if err := h.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := <-h.ended; err != nil {
		t.Errorf("Ctrl-C: %v\n%s", err, h.log.String())
	}
	h.ended <- nil
	if left := living(family); len(left) > 0 {
		t.Errorf("processes %v outlive Ctrl-C", left)
	}
	for _, name := range []string{addressFile, runningFile} {
		if _, err := os.Stat(filepath.Join(state, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left behind: %v", name, err)
		}
	}
	log := h.log.String()
	if strings.Contains(log, "level=ERROR") || strings.Contains(log, "connection refused") || strings.Contains(log, "dkp_") {
		t.Errorf("log:\n%s", log)
	}
	if n := strings.Count(log, "msg=graphql"); n < 5 || !strings.Contains(log, "statements=") || !strings.Contains(log, "actor=") {
		t.Errorf("%d operations stand in the log:\n%s", n, log)
	}
	for _, s := range append(secrets, h.address("Admin")) {
		if _, code, isLink := strings.Cut(s, "#code="); isLink {
			s = code
		}
		if strings.Contains(log, s) {
			t.Errorf("%s stands in the log", s)
		}
	}
	for line := range strings.Lines(log) {
		if clean := secret.Redact(line); clean != line {
			t.Errorf("a secret stands in the log: %s", clean)
		}
	}

	h = startDev(t, programs, state)
	if strings.Contains(h.log.String(), "Filling the shops") {
		t.Error("the shops were filled again")
	}
	family = h.family()
	if err := h.command.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	h.ended <- <-h.ended
	until(t.Context(), t, "end of everything that dev started", func() bool { return len(living(family)) == 0 })

	started := time.Now()
	h = startDev(t, programs, state)
	if !h.answers() {
		t.Errorf("after a hard end the first query is not answered\n%s", h.log.String())
	}
	t.Logf("start after a hard end: %s", time.Since(started))
}
