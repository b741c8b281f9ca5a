package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Temporary directories are in memory where there is room: some thirty clusters of 40 MB.
func init() {
	var stat unix.Statfs_t
	if err := unix.Statfs("/dev/shm", &stat); err == nil && stat.Bavail*uint64(stat.Bsize) > 2<<30 {
		os.Setenv("TMPDIR", "/dev/shm")
	}
}

// watch opens a process that is no child of ours, so that gone can wait for its end.
func watch(t *testing.T, pid int) (gone func()) {
	t.Helper()
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Fatalf("process %d: %v", pid, err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	return func() {
		t.Helper()
		for {
			n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 30_000)
			if err == unix.EINTR {
				continue
			}
			if err != nil || n == 0 {
				t.Fatalf("process %d did not end: %v", pid, err)
			}
			return
		}
	}
}

func serverOf(t *testing.T, state string) (pid int) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(state, "postgres", "*", "data", "postmaster.pid"))
	if len(files) != 1 {
		t.Fatalf("pid files: %s", files)
	}
	pid, ready := readPidFile(files[0])
	if pid == 0 || !ready {
		t.Fatalf("%s: %d, ready %t", files[0], pid, ready)
	}
	return pid
}

func TestKilledServerComesBack(t *testing.T) {
	server := mustStart(t, Config{StateDir: t.TempDir()})
	url := server.URL(Owner)
	mustExec(t, url, "create table kept (n int)", "insert into kept select generate_series(1, 1000)")
	for range 2 {
		old := serverOf(t, server.cfg.StateDir)
		if err := syscall.Kill(old, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the server answers again", func() bool {
			count, err := query(url, "select count(*)::text from kept")
			if err == nil && count != "1000" {
				t.Fatalf("%s rows of 1000 are left", count)
			}
			return err == nil && serverOf(t, server.cfg.StateDir) != old
		})
	}
	mustStop(t, server)
	if pid, _ := readPidFile(server.pidFile()); pid != 0 {
		t.Errorf("server %d runs after the stop", pid)
	}
}

func TestServerEndsWithAKilledProgram(t *testing.T) {
	state := t.TempDir()
	killed, out := program(t, state)
	url := address(t, out)
	mustExec(t, url, "create table kept (word text)", "insert into kept values ('nok')")
	ended := watch(t, serverOf(t, state))
	killed.Process.Kill()
	killed.Wait()

	// At once, while the old server may still be going.
	next := mustStart(t, Config{StateDir: state})
	mustAnswer(t, next.URL(Owner), "select word from kept", "nok")
	ended()
	mustStop(t, next)

	// And alone: nobody comes to stop it.
	killed, out = program(t, state)
	address(t, out)
	ended = watch(t, serverOf(t, state))
	killed.Process.Kill()
	ended()
	killed.Wait() // the server ends with the thread that started it, and the others may hold the lock for a moment longer
	mustStart(t, Config{StateDir: state})
}

func TestServerAndProgramKilled(t *testing.T) {
	state := t.TempDir()
	killed, out := program(t, state)
	url := address(t, out)
	mustExec(t, url, "create table kept (n int)", "insert into kept select generate_series(1, 1000)")
	// The program must not see its server die, or it would start another.
	if err := killed.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(serverOf(t, state), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	killed.Process.Kill()
	killed.Wait()
	next := mustStart(t, Config{StateDir: state})
	mustAnswer(t, next.URL(Owner), "select count(*)::text from kept", "1000")
}

// A server whose parent neither stops it nor dies properly: without parent-death signals every killed program leaves one.
func TestServerLeftBehindIsStopped(t *testing.T) {
	state := t.TempDir()
	first := mustStart(t, Config{StateDir: state})
	mustExec(t, first.URL(Owner), "create table kept (word text)", "insert into kept values ('anor')")
	mustStop(t, first)

	orphan := first.command("postgres", "-D", first.data(), "-c", "listen_addresses=", "-c", "unix_socket_directories="+t.TempDir())
	first.identity.confine(orphan, 0)
	left, err := spawn(orphan)
	if err != nil {
		t.Fatal(err)
	}
	defer left.kill()
	eventually(t, "the orphan runs", func() bool { _, ready := readPidFile(first.pidFile()); return ready })

	var said strings.Builder
	next := mustStart(t, Config{StateDir: state, Progress: func(sentence string) { fmt.Fprintln(&said, sentence) }})
	mustAnswer(t, next.URL(Owner), "select word from kept", "anor")
	if !left.gone(stopPatience) {
		t.Error("two servers run on the same data")
	}
	if !strings.Contains(said.String(), "left behind") {
		t.Errorf("announced: %q", said.String())
	}
}

// PostgreSQL takes any process with the number in its pid file for its own, also a zombie, which a container without an init keeps for
// ever, and a stranger that got the number after a restart of the machine.
func TestPidFileOfTheDead(t *testing.T) {
	state := t.TempDir()
	server := mustStart(t, Config{StateDir: state, Settings: fast})
	pidFile, err := os.ReadFile(server.pidFile())
	if err != nil {
		t.Fatal(err)
	}
	mustStop(t, server)
	_, rest, _ := strings.Cut(string(pidFile), "\n")

	zombie := exec.Command("true")
	if err := zombie.Start(); err != nil {
		t.Fatal(err)
	}
	defer zombie.Wait()
	if err := unix.Waitid(unix.P_PID, zombie.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil); err != nil {
		t.Fatal(err)
	}
	stranger := exec.Command("cat")
	if _, err := stranger.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	defer stranger.Wait()
	defer stranger.Process.Kill()

	for name, number := range map[string]string{
		"zombie": fmt.Sprint(zombie.Process.Pid), "stranger": fmt.Sprint(stranger.Process.Pid), "nobody": "999999999", "garbage": "",
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(server.pidFile(), []byte(number+"\n"+rest), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := server.identity.ownTree(server.data()); err != nil {
				t.Fatal(err)
			}
			mustStop(t, mustStart(t, Config{StateDir: state, Settings: fast}))
		})
	}
	if err := syscall.Kill(stranger.Process.Pid, 0); err != nil {
		t.Errorf("the stranger was harmed: %v", err)
	}
}

// runningOn names the programs that were given a path below state.
func runningOn(t *testing.T, state string) string {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, line := range lines {
		if text, _ := os.ReadFile(line); strings.Contains(string(text), state+"/") {
			found = append(found, strings.ReplaceAll(string(text), "\x00", " "))
		}
	}
	return strings.Join(found, "; ")
}

func TestUnfinishedClusterIsNotTakenForOne(t *testing.T) {
	state := t.TempDir()
	unfinished := func() []string {
		found, _ := filepath.Glob(filepath.Join(state, "postgres", "*", "new-*", "PG_VERSION"))
		return found
	}

	ctx, cancel := context.WithCancel(t.Context())
	refused := make(chan error)
	go func() {
		_, err := Start(ctx, Config{StateDir: state})
		refused <- err
	}()
	eventually(t, "initdb begins", func() bool { return len(unfinished()) > 0 })
	cancel()
	if err := <-refused; !errors.Is(err, context.Canceled) {
		t.Fatalf("a cancelled start: %v", err)
	}
	if programs := runningOn(t, state); programs != "" {
		t.Errorf("a cancelled start leaves running: %s", programs)
	}
	if left := unfinished(); len(left) > 0 {
		t.Errorf("a cancelled start leaves %s", left)
	}

	killed, _ := program(t, state)
	eventually(t, "initdb begins", func() bool { return len(unfinished()) > 0 })
	killed.Process.Kill()
	killed.Wait()
	if major, err := existingCluster(filepath.Join(state, "postgres")); major != 0 || err != nil {
		t.Fatalf("a killed initdb leaves a cluster of %d, %v", major, err)
	}
	if len(unfinished()) == 0 {
		t.Fatal("initdb was killed too late for this test to mean anything")
	}

	server := mustStart(t, Config{StateDir: state, Settings: fast})
	mustAnswer(t, server.URL(Owner), "select 'whole'", "whole")
	if left := unfinished(); len(left) > 0 {
		t.Errorf("left behind: %s", left)
	}
}

// Ctrl-C goes to the terminal's process group: the program must get it alone. And a superuser of the database can read the environment.
func TestServerIsSetApart(t *testing.T) {
	t.Setenv("BOT_TOKEN", "12345:secret")
	server := mustStart(t, Config{StateDir: t.TempDir(), Settings: fast})
	pid := serverOf(t, server.cfg.StateDir)
	group, err := syscall.Getpgid(pid)
	if err != nil || group == syscall.Getpgrp() {
		t.Errorf("group %d is ours, %v", group, err)
	}
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil || strings.Contains(string(environ), "secret") || !strings.Contains(string(environ), "PATH=") {
		t.Errorf("its environment is %q, %v", environ, err)
	}
}
