package backup

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Archiving gives the settings with which a cluster hands each segment of its log to `program wal-push`, at the latest a
// minute after something was written.
func Archiving(program, dir string) map[string]string {
	return map[string]string{
		"archive_mode":    "on",
		"archive_command": fmt.Sprintf(`"%s" wal-push "%%p" "%s"`, program, filepath.Join(dir, walName, "%f")),
		"archive_timeout": "60s",
	}
}

// Replaying gives the settings with which a cluster that was unpacked takes the log back, by `program wal-pull`, up to a
// moment, or for the zero time as far as it goes.
func Replaying(program, dir string, until time.Time) map[string]string {
	settings := map[string]string{
		"restore_command":        fmt.Sprintf(`"%s" wal-pull "%s" "%%p"`, program, filepath.Join(dir, walName, "%f")),
		"recovery_target_action": "promote",
		"hot_standby":            "off", // nobody may read what is not there yet
	}
	if !until.IsZero() {
		settings["recovery_target_time"] = until.UTC().Format("2006-01-02 15:04:05.999999") + "+00" // a Z is refused
	}
	return settings
}

// Push keeps a segment, compressed. PostgreSQL may ask again for one that is kept; for another one of the same name it must
// not be told that all is well, since two clusters would then share one log.
func Push(segment, into string) error {
	text, err := os.ReadFile(segment)
	if err != nil {
		return err
	}
	into += ".gz"
	switch kept, err := unzip(into); {
	case err == nil && bytes.Equal(kept, text):
		return nil
	case err == nil:
		return fmt.Errorf("%s holds another log: does another shop use this backup directory?", into)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.MkdirAll(filepath.Dir(into), 0o700); err != nil {
		return err
	}
	return writeWhole(into, func(w io.Writer) error {
		zip := gzip.NewWriter(w)
		if _, err := zip.Write(text); err != nil {
			return err
		}
		return zip.Close()
	})
}

// Pull gives a segment back. fs.ErrNotExist ends the replay.
func Pull(segment, into string) error {
	text, err := unzip(segment + ".gz")
	if err != nil {
		return err
	}
	return os.WriteFile(into, text, 0o600)
}

func unzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zip)
}
