package postgres

import (
	"os/exec"
	"syscall"
)

// namespaced runs the server in a user namespace: root outside, somebody else inside. Files stay root's, so it works below a home
// that is closed to everybody, with nothing to copy or to give away.
func namespaced() identity {
	_, uid, gid, err := unprivileged("nobody", "daemon", "postgres")
	if err != nil {
		uid, gid = 65534, 65534
	}
	return identity{name: "root in a user namespace", uid: 0, gid: 0, confine: func(cmd *exec.Cmd, onDeath syscall.Signal) {
		attr := attributes(onDeath)
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: uid, HostID: 0, Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: gid, HostID: 0, Size: 1}}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid), NoSetGroups: true}
		cmd.SysProcAttr = attr
	}}
}

func dieWithParent(attr *syscall.SysProcAttr, signal syscall.Signal) { attr.Pdeathsig = signal }
