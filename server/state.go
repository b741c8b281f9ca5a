package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/secret"
)

// Files of the state directory, beside the embedded database.
const (
	keysFile    = "secret-keys"   // made on the first start, when DOKON_SECRET_KEYS is not set
	serviceFile = "service-token" // of the bot that dev runs
	mediaDir    = "media"
	runningFile = "running.json" // where what runs here is reached, while it runs
)

// writePrivate puts a file in place whole or not at all, readable by this user alone.
func writePrivate(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // of no effect once it is renamed
	_, err = temp.WriteString(text + "\n")
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(temp.Name(), path)
}

// secretKeys are those of the settings, else those kept in the state directory, made when there are none.
func secretKeys(c Config) ([]secret.Key, error) {
	if len(c.SecretKeys) > 0 {
		return c.SecretKeys, nil
	}
	path := filepath.Join(c.StateDir, keysFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key := secret.NewKey("k1")
		return []secret.Key{key}, writePrivate(path, key.String())
	}
	if err != nil {
		return nil, fmt.Errorf("read secret keys: %w", err)
	}
	keys, err := secret.ParseKeys(string(text))
	if err == nil && len(keys) == 0 {
		err = errors.New("there is none")
	}
	if err != nil {
		return nil, fmt.Errorf("%s holds no keys that can be read: %w; what was sealed with them is lost without them", path, err)
	}
	return keys, nil
}

// botToken is the service token of the bot that dev runs: the one of the last start while the database knows it, else a
// new one.
func botToken(ctx context.Context, stateDir string, d *db.DB, gate *auth.Gate, now time.Time) (string, error) {
	path := filepath.Join(stateDir, serviceFile)
	if text, err := os.ReadFile(path); err == nil {
		token := strings.TrimSpace(string(text))
		caller, err := gate.Authenticate(ctx, auth.Credentials{Authorization: "Bearer " + token})
		if err == nil && auth.From(caller).Kind == auth.Bot {
			return token, nil
		}
	}
	token, err := auth.NewServiceToken(ctx, d, auth.Bot, "dev", now)
	if err != nil {
		return "", err
	}
	return token, writePrivate(path, token)
}

// running is the note of a server that runs, for the other commands and for scripts.
type running struct {
	Address  string `json:"address"`            // DOKON_PUBLIC_URL, or what stands for it
	Telegram string `json:"telegram,omitempty"` // the fake Telegram, if there is one
}

// noteRunning writes the note; the function it gives removes it.
func noteRunning(stateDir string, r running) (forget func(), err error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(stateDir, runningFile)
	return func() { _ = os.Remove(path) }, writePrivate(path, string(text))
}

// reachedAt is where people reach the server: as set, else as a running one noted, else as one would be reached.
func reachedAt(c Config) string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	var r running
	text, err := os.ReadFile(filepath.Join(c.StateDir, runningFile))
	if err == nil && json.Unmarshal(text, &r) == nil && r.Address != "" {
		return r.Address
	}
	return "http://localhost" + c.Addr
}
