package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Dir makes the directory path, owned by the user uid alone, or takes over the one that is there. In a place that everybody may
// write to, such as /tmp, another user can have made that name first, as a link or as a directory of their own: then it is refused.
// perm is 0700, or 0711 where another user must be able to walk through. uid is ignored on Windows.
func Dir(path string, perm fs.FileMode, uid int) error {
	err := os.Mkdir(path, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() || !ownedBy(info, os.Geteuid(), uid) {
		return fmt.Errorf("%s exists and is not a directory of this user", path)
	}
	if err := own(path, info, uid); err != nil {
		return err
	}
	return os.Chmod(path, perm)
}
