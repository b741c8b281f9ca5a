//go:build unix

package local

import (
	"io/fs"
	"os"
	"slices"
	"syscall"
)

func ownedBy(info fs.FileInfo, uids ...int) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && slices.Contains(uids, int(stat.Uid))
}

func own(path string, info fs.FileInfo, uid int) error {
	if ownedBy(info, uid) {
		return nil
	}
	return os.Lchown(path, uid, -1)
}
