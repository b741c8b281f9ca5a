package postgres

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// reachable is a directory that every user may walk through.
func reachable(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dokon-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func closed(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(reachable(t), "home")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestBelowAClosedHome(t *testing.T) {
	home := closed(t)
	cfg := Config{StateDir: filepath.Join(home, "checkout", ".dokon"), BinDir: copyPackage(t, home), Settings: fast}
	server := mustStart(t, cfg)
	mustAnswer(t, server.URL(Owner), "select 'home'", "home")
	if owner := ownerOf(t, server.data()); owner != os.Geteuid() {
		t.Errorf("the data belongs to %d", owner)
	}
	if server.bin.dir != cfg.BinDir {
		t.Errorf("the binaries were copied to %s", server.bin.dir)
	}
}

func ownerOf(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Sys().(*syscall.Stat_t).Uid)
}

// Where root may make no user namespace, another user runs the server.
func TestRootDropsToAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		server := mustStart(t, Config{StateDir: t.TempDir(), Settings: fast, asRoot: rootDrop})
		if owner := ownerOf(t, server.data()); owner != os.Geteuid() {
			t.Errorf("an ordinary user's data belongs to %d", owner)
		}
		return
	}
	state := filepath.Join(reachable(t), ".dokon")
	cfg := Config{StateDir: state, BinDir: copyPackage(t, closed(t)), Settings: fast, asRoot: rootDrop}
	server := mustStart(t, cfg)
	mustExec(t, server.URL(Owner), "create table kept (word text)", "insert into kept values ('uzum')")
	if owner := ownerOf(t, server.data()); owner == 0 {
		t.Error("the data is still root's")
	}
	if server.bin.dir == cfg.BinDir {
		t.Error("another user runs binaries from a closed directory")
	}
	mustStop(t, server)
	copied := server.bin.dir
	server = mustStart(t, cfg)
	if server.bin.dir != copied {
		t.Errorf("copied again, to %s", server.bin.dir)
	}
	mustStop(t, server)

	// The same data by each way in turn.
	cfg.asRoot = rootAny
	server = mustStart(t, cfg)
	mustAnswer(t, server.URL(Owner), "select word from kept", "uzum")
	if owner := ownerOf(t, server.data()); owner != 0 {
		t.Errorf("in a user namespace the data belongs to %d", owner)
	}
	mustStop(t, server)
	cfg.asRoot = rootDrop
	server = mustStart(t, cfg)
	mustAnswer(t, server.URL(Owner), "select word from kept", "uzum")
	mustStop(t, server)

	cfg.StateDir = filepath.Join(closed(t), ".dokon")
	mustFail(t, cfg, "refuses to run as root", "user namespace", "DOKON_STATE_DIR", "ordinary user", "DATABASE_URL")
}

// Root runs the tests of an ordinary user's machine as one.
func TestAsOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		mustStart(t, Config{StateDir: t.TempDir(), Settings: fast})
		return
	}
	_, uid, gid, err := unprivileged("nobody", "daemon")
	if err != nil {
		t.Fatal(err)
	}
	home := reachable(t)
	bin := copyPackage(t, home)
	self := filepath.Join(home, "postgres.test")
	copyProgram(t, self)
	for _, path := range []string{home, filepath.Join(filepath.Dir(filepath.Dir(bin)), "native", "lib")} {
		if err := os.Chown(path, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	names := []string{"TestStartAgainFindsTheData", "TestSecondProcessIsRefused", "TestServerEndsWithAKilledProgram", "TestKilledServerComesBack",
		"TestRootDropsToAnotherUser", "TestPidFileOfTheDead", "TestServerLeftBehindIsStopped"}
	cmd := exec.Command(self, "-test.v", "-test.run", "^("+strings.Join(names, "|")+")$")
	cmd.Dir = home
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + home}
	// Where a checkout would have it.
	modules := filepath.Join(home, npmModules)
	if err := os.MkdirAll(modules, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(home, "package"), filepath.Join(modules, packageName())); err != nil {
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range names {
		if !strings.Contains(string(out), "--- PASS: "+name) {
			t.Errorf("%s did not run:\n%s", name, out)
		}
	}
}

func copyProgram(t *testing.T, to string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	copied, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(copied, from); err != nil {
		t.Fatal(err)
	}
	if err := copied.Close(); err != nil {
		t.Fatal(err)
	}
}
