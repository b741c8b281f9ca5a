package postgres

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// child is a process that was started here. err is set when exited is closed.
type child struct {
	cmd    *exec.Cmd
	exited chan struct{}
	err    error
}

// spawn starts cmd from a thread of its own that lives as long as the process: Linux sends the parent-death signal when the starting
// thread ends, not when the program does.
func spawn(cmd *exec.Cmd) (*child, error) {
	c := &child{cmd: cmd, exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			c.err = cmd.Wait()
			close(c.exited)
		}
	}()
	return c, <-started
}

func (c *child) pid() int { return c.cmd.Process.Pid }

// kill ends the process and its children at once.
func (c *child) kill() {
	killGroup(c.cmd.Process)
	<-c.exited
}

func (c *child) gone(within time.Duration) bool {
	select {
	case <-c.exited:
		return true
	default:
	}
	select {
	case <-c.exited:
		return true
	case <-time.After(within):
		return false
	}
}

// end stops the server fast: clients are cut off. SIGTERM would wait for them.
func (s *Server) end() error {
	c := s.child
	if c == nil || c.gone(0) {
		return nil
	}
	if err := s.interrupt(c.cmd.Process); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop postgresql: %w", err)
	}
	if c.gone(stopPatience) {
		return nil
	}
	c.kill()
	return fmt.Errorf("postgresql did not stop within %s and was killed; it recovers at the next start", stopPatience)
}

// stopPatience is far above the second that a fast stop takes, for a last checkpoint on a slow disk.
const stopPatience = 60 * time.Second

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(s.bin.path(program), args...)
	cmd.Dir = s.dir
	cmd.Env = environment()
	return cmd
}

// environment hands on what programs need to run and nothing else: no PG… variable that would redirect them, and no secret of ours.
func environment() []string {
	env := []string{"LC_ALL=C"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "PATHEXT", "COMSPEC"} {
		if value, set := os.LookupEnv(name); set {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// confiner gives a command the identity and sets the signal it receives when this program dies; 0 is none.
type confiner func(cmd *exec.Cmd, onDeath syscall.Signal)
