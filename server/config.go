package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/media/bucket"
	"github.com/dokon-shop/dokon/server/pace"
	"github.com/dokon-shop/dokon/server/secret"
)

// Config is everything the server is told from outside. It is read once, here; each part gets what it needs.
type Config struct {
	// DatabaseURL is empty for the embedded PostgreSQL.
	DatabaseURL string
	// MigrateURL is used by `migrate` alone: a login that owns the tables. The same as DatabaseURL unless set.
	MigrateURL        string
	ReplicaURLs       []string
	DatabaseConns     int32
	TransactionPooler bool
	StatementTimeout  time.Duration
	// Drain is how long requests are taken after readiness is off.
	Drain time.Duration
	// Addr is what to listen on, ":8080".
	Addr     string
	StateDir string
	// PublicURL is where people reach the server, without a slash at the end. Empty until the port is known, when not set.
	PublicURL string
	// PostgresBin is a directory with postgres and initdb for the embedded database; empty searches.
	PostgresBin string
	// S3 is where pictures are kept when not in StateDir; its Endpoint is nil then.
	S3 bucket.Config
	// WebhooksPrivate lets webhooks lead into private networks.
	WebhooksPrivate bool
	// KeepEvents is how long the journal goes back.
	KeepEvents time.Duration
	// BackupDir is where the embedded database keeps its log and daily copies; empty keeps none by itself.
	BackupDir string
	// KeepBackups is how long copies are kept.
	KeepBackups time.Duration
	// TelegramURL is the Bot API server; empty is Telegram itself, and in `dev` the fake Telegram.
	TelegramURL string
	// FakeTelegramAddr is where the fake Telegram of `dev` listens, on loopback.
	FakeTelegramAddr string
	// Simulators are the payment providers that `dev` plays. No setting leads here: nothing else does.
	Simulators simulated
	// SecretKeys seal bot tokens and sign access tokens. Empty: made on first start and kept in StateDir.
	SecretKeys []secret.Key
	// Documents of a storefront of the deployment's own, a manifest as our pages' build writes it; empty for none.
	DocumentsFile string
	Trust         graph.Trust
	Introspection graph.Introspection
	GCPercent     int   // see GOGC
	SpareBytes    int64 // see DOKON_SPARE_MEMORY
	SavedBytes    int64 // memory of saved answers
	LogLevel      slog.Level
	LogJSON       bool
	// Proxies in front, whose word on where a request comes from is believed.
	Proxies pace.Proxies
	// RedisURL is where processes count requests together; empty: each counts by itself.
	RedisURL string
	// TraceURL is a collector of OpenTelemetry traces; empty for none.
	TraceURL string
	// PerCaller and PerAddress are operations a minute; PerCallback are calls of payment providers from an address to a store.
	PerCaller, PerAddress, PerCallback int
	// KeepCallbacks is how long the calls of payment providers are kept.
	KeepCallbacks time.Duration
}

// setting is one row of the table in docs/settings.md, which is generated from here.
type setting struct {
	name, fallback, meaning string
	read                    func(c *Config, value string) error
}

var settings = []setting{
	{"DATABASE_URL", "", "PostgreSQL connection string (15 or later). Set: nothing is started; empty: the embedded PostgreSQL in the state directory.",
		func(c *Config, v string) error { c.DatabaseURL = v; return databaseURL(v) }},
	{"DATABASE_MIGRATE_URL", "DATABASE_URL", "Connection for `migrate`: a login that owns the tables, past any pooler.",
		func(c *Config, v string) error { c.MigrateURL = v; return databaseURL(v) }},
	{"DATABASE_REPLICA_URL", "", "Connection strings of streaming replicas of DATABASE_URL, comma between. What all shoppers are shown alike is read from them when they are not behind; everything else, and whatever they cannot answer, from DATABASE_URL.",
		func(c *Config, v string) error {
			for url := range strings.SplitSeq(v, ",") {
				if url = strings.TrimSpace(url); url == "" {
					continue
				}
				if err := databaseURL(url); err != nil {
					return err
				}
				c.ReplicaURLs = append(c.ReplicaURLs, url)
			}
			if len(c.ReplicaURLs) > 0 && c.DatabaseURL == "" {
				return errors.New("of no use without DATABASE_URL")
			}
			return nil
		}},
	{"DATABASE_POOL", "20", "Connections of one process, 4 to 200. More is slower on hot stock rows: the pool is the queue.",
		func(c *Config, v string) error {
			n, err := number(v, 4, 200)
			c.DatabaseConns = int32(n)
			return err
		}},
	{"DATABASE_POOLER", "", "`transaction` when DATABASE_URL leads to PgBouncer in transaction mode; the login then needs ALTER ROLE … SET role = 'dokon_app'.",
		func(c *Config, v string) error {
			c.TransactionPooler = v == "transaction"
			return oneOf(v, "", "transaction")
		}},
	{"DATABASE_STATEMENT_TIMEOUT", "15s", "A statement that runs longer is ended, 100ms to 10m.",
		func(c *Config, v string) error {
			return duration(&c.StatementTimeout, v, 100*time.Millisecond, 10*time.Minute)
		}},
	{"PORT", "8080", "Port to listen on; 0 takes a free one.",
		func(c *Config, v string) error {
			n, err := number(v, 0, 65535)
			c.Addr = net.JoinHostPort("", strconv.Itoa(n))
			return err
		}},
	{"DOKON_DRAIN", "5s", "How long a server that is told to stop goes on taking requests after /readyz says so, for those who follow it to hear, 0s to 5m. Nobody who asks /readyz: it stops at once.",
		func(c *Config, v string) error { return duration(&c.Drain, v, 0, 5*time.Minute) }},
	{"DOKON_PUBLIC_URL", "http://localhost:PORT", "Where people reach the server; https in production, since Telegram opens nothing else.",
		func(c *Config, v string) error {
			c.PublicURL = strings.TrimRight(v, "/")
			if v == "" {
				return nil
			}
			return plainURL(v)
		}},
	{"DOKON_STATE_DIR", ".dokon", "Directory for the embedded database, pictures and generated keys.",
		func(c *Config, v string) error { c.StateDir = v; return nil }},
	{"DOKON_SECRET_KEYS", "made on first start, kept in the state directory", "Keys `id:base64 of 32 bytes`, comma between; the first seals, all open. `go run ./server key` makes one.",
		func(c *Config, v string) (err error) {
			if v == "" {
				return nil
			}
			if c.SecretKeys, err = secret.ParseKeys(v); err == nil {
				_, err = secret.NewBox(c.SecretKeys...)
			}
			return err
		}},
	{"DOKON_S3_ENDPOINT", "", "Address of an S3-compatible object storage for pictures, as browsers reach it; empty keeps them in the state directory.",
		func(c *Config, v string) (err error) {
			if v == "" {
				return nil
			}
			if err = plainURL(v); err == nil {
				c.S3.Endpoint, err = url.Parse(strings.TrimRight(v, "/"))
			}
			if err == nil && c.S3.Endpoint.Path != "" {
				err = errors.New("must be scheme and host alone; the bucket has a setting of its own")
			}
			return err
		}},
	{"DOKON_S3_BUCKET", "", "Bucket, which must be there. With DOKON_S3_ENDPOINT.",
		func(c *Config, v string) error { c.S3.Bucket = v; return nil }},
	{"DOKON_S3_REGION", "us-east-1", "Region that requests are signed for.",
		func(c *Config, v string) error { c.S3.Region = v; return nil }},
	{"DOKON_S3_ACCESS_KEY", "", "Account at the object storage. With DOKON_S3_ENDPOINT.",
		func(c *Config, v string) error { c.S3.AccessKey = v; return nil }},
	{"DOKON_S3_SECRET_KEY", "", "Its secret. With DOKON_S3_ENDPOINT.",
		func(c *Config, v string) error { c.S3.SecretKey = v; return nil }},
	{"DOKON_S3_STYLE", "path", "`path` for https://host/bucket/…, `host` for https://bucket.host/….",
		func(c *Config, v string) error { c.S3.HostStyle = v == "host"; return oneOf(v, "path", "host") }},
	{"DOKON_KEEP_EVENTS", "720h", "How long events are kept for integrators and webhooks that were off, 240h to 8760h.",
		func(c *Config, v string) error { return duration(&c.KeepEvents, v, 240*time.Hour, 8760*time.Hour) }},
	{"DOKON_WEBHOOKS", "public", "`public`: webhooks reach public https addresses alone; `private`: also private networks and http, for integrators in the same house.",
		func(c *Config, v string) error {
			c.WebhooksPrivate = v == "private"
			return oneOf(v, "public", "private")
		}},
	{"DOKON_BACKUP_DIR", "", "Directory, best on another disk, for a daily copy of the embedded database and its log between them; `server backup` brings them back.",
		func(c *Config, v string) error { c.BackupDir = v; return nil }},
	{"DOKON_KEEP_BACKUPS", "168h", "How long copies and their log are kept, 24h to 8760h; the newest copy stays always.",
		func(c *Config, v string) error { return duration(&c.KeepBackups, v, 24*time.Hour, 8760*time.Hour) }},
	{"DOKON_POSTGRES_BIN", "", "Directory of postgres and initdb for the embedded database; empty searches npm's binaries, then the system's.",
		func(c *Config, v string) error { c.PostgresBin = v; return nil }},
	{"DOKON_TELEGRAM_URL", "", "Bot API server, for invoices and for the bot that `dev` starts; empty is Telegram itself, and in `dev` the fake Telegram.",
		func(c *Config, v string) error {
			c.TelegramURL = strings.TrimRight(v, "/")
			if v == "" {
				return nil
			}
			return plainURL(v)
		}},
	{"DOKON_FAKE_TELEGRAM_ADDR", "127.0.0.1:8090", "Loopback address of the fake Telegram; port 0 takes a free one.",
		func(c *Config, v string) error {
			c.FakeTelegramAddr = v
			_, _, err := net.SplitHostPort(v)
			return err
		}},
	{"DOKON_TRUSTED_PROXIES", "", "Addresses or networks of proxies in front, comma between, such as `127.0.0.1, 10.0.0.0/8`: their X-Forwarded-For says where a request comes from. Without it a proxy on this machine hides all addresses, and none is limited.",
		func(c *Config, v string) (err error) { c.Proxies, err = pace.ParseProxies(v); return err }},
	{"DOKON_RATE_CALLER", "1200", "Operations a minute of one shopper, member of staff or API token, 60 to 1000000; a quarter of them may come at once.",
		func(c *Config, v string) (err error) { c.PerCaller, err = number(v, 60, 1_000_000); return err }},
	{"DOKON_RATE_ADDRESS", "6000", "Requests a minute from one address, 60 to 1000000; a mobile network may stand behind one. This machine's own are not counted.",
		func(c *Config, v string) (err error) { c.PerAddress, err = number(v, 60, 1_000_000); return err }},
	{"DOKON_RATE_CALLBACKS", "1200", "Calls a minute of payment providers from one address to one store, 60 to 1000000; a quarter of them may come at once. One too many is answered, in the provider's own form, to come again later.",
		func(c *Config, v string) (err error) { c.PerCallback, err = number(v, 60, 1_000_000); return err }},
	{"DOKON_KEEP_CALLBACKS", "8760h", "How long the calls of payment providers and their answers are kept, secrets masked, 720h to 87600h.",
		func(c *Config, v string) error { return duration(&c.KeepCallbacks, v, 720*time.Hour, 87600*time.Hour) }},
	{"REDIS_URL", "", "Redis in which all processes count requests together, redis://… or rediss://…; empty or away: each process counts by itself.",
		func(c *Config, v string) error {
			c.RedisURL = v
			if v == "" {
				return nil
			}
			client, err := pace.OpenRedis(v)
			if err != nil {
				return err
			}
			return client.Close()
		}},
	{"GOGC", "400", "Percent by which the memory in use may grow before it is cleaned up, 50 to 2000. More costs memory and saves processor time. Go's own setting GOMEMLIMIT holds beside it.",
		func(c *Config, v string) (err error) { c.GCPercent, err = number(v, 50, 2000); return err }},
	{"DOKON_SPARE_MEMORY", "24", "Megabytes by which the memory in use may grow at most before it is cleaned up, 16 to 4096, whatever GOGC says. More saves processor time of a server that has much in memory.",
		func(c *Config, v string) error {
			n, err := number(v, 16, 4096)
			c.SpareBytes = int64(n) << 20
			return err
		}},
	{"DOKON_SAVED_ANSWERS", "24", "Megabytes of memory for answers that callers share (see `@cacheControl`), 0 to 4096; 0 saves none.",
		func(c *Config, v string) error {
			n, err := number(v, 0, 4096)
			c.SavedBytes = int64(n) << 20
			return err
		}},
	{"DOKON_TRUSTED_DOCUMENTS", "off", "Who may send trusted documents alone, those of our own pages: `off` nobody, `anonymous` callers who have not signed in, `shoppers` these and shoppers. Staff and API tokens may always send any.",
		func(c *Config, v string) error {
			c.Trust = graph.Trust(v)
			return oneOf(v, string(graph.TrustAll), string(graph.TrustAnonymous), string(graph.TrustShoppers))
		}},
	{"DOKON_DOCUMENTS_FILE", "", "Manifest of further trusted documents, {\"sha256:…\": \"query …\"}: those of a storefront of your own.",
		func(c *Config, v string) error { c.DocumentsFile = v; return nil }},
	{"DOKON_INTROSPECTION", "everyone", "Who may ask the server for its schema: `everyone`, `staff` (staff and API tokens) or `nobody`.",
		func(c *Config, v string) error {
			c.Introspection = graph.Introspection(v)
			return oneOf(v, string(graph.IntrospectionEveryone), string(graph.IntrospectionStaff), string(graph.IntrospectionNobody))
		}},
	{"OTEL_EXPORTER_OTLP_ENDPOINT", "", "Collector of OpenTelemetry traces over HTTP, such as http://localhost:4318; empty: no traces. Other OTEL_… variables (headers, sampler, service name) hold too.",
		func(c *Config, v string) error {
			c.TraceURL = v
			if v == "" {
				return nil
			}
			return plainURL(v)
		}},
	{"DOKON_LOG_LEVEL", "info", "debug, info, warn or error; `dev` begins at warn.",
		func(c *Config, v string) error {
			if err := oneOf(v, "debug", "info", "warn", "error"); err != nil {
				return err
			}
			return c.LogLevel.UnmarshalText([]byte(v))
		}},
	{"DOKON_LOG_FORMAT", "text", "text or json.",
		func(c *Config, v string) error { c.LogJSON = v == "json"; return oneOf(v, "text", "json") }},
}

// readConfig takes the settings from the environment. All faults are reported at once, each with its setting's name.
func readConfig(getenv func(string) string) (Config, error) {
	var c Config
	var faults []error
	given := map[string]string{}
	for _, s := range settings {
		v := strings.TrimSpace(getenv(s.name))
		given[s.name] = v
		if v == "" {
			switch s.name {
			case "DATABASE_MIGRATE_URL":
				v = given["DATABASE_URL"]
			case "DOKON_PUBLIC_URL", "DOKON_SECRET_KEYS": // known later: the port once it is taken, keys from the state directory
			default:
				v = s.fallback
			}
		}
		if err := s.read(&c, v); err != nil && (given[s.name] != "" || v == s.fallback) { // a borrowed value is told of once
			faults = append(faults, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	return c, errors.Join(append(faults, s3Faults(given)...)...)
}

// s3Faults tells which settings of the object storage want which others.
func s3Faults(given map[string]string) (faults []error) {
	parts := []string{"DOKON_S3_BUCKET", "DOKON_S3_ACCESS_KEY", "DOKON_S3_SECRET_KEY"}
	for _, name := range parts {
		switch isS3 := given["DOKON_S3_ENDPOINT"] != ""; {
		case isS3 && given[name] == "":
			faults = append(faults, fmt.Errorf("%s: needed, since DOKON_S3_ENDPOINT is set", name))
		case !isS3 && given[name] != "":
			faults = append(faults, fmt.Errorf("%s: of no use without DOKON_S3_ENDPOINT", name))
		}
	}
	return faults
}

func number(v string, lowest, highest int) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < lowest || n > highest {
		return 0, fmt.Errorf("%q is not a whole number from %d to %d", v, lowest, highest)
	}
	return n, nil
}

func duration(into *time.Duration, v string, lowest, highest time.Duration) error {
	d, err := time.ParseDuration(v)
	if err != nil || d < lowest || d > highest {
		return fmt.Errorf("%q is not a duration from %s to %s, such as 15s", v, lowest, highest)
	}
	*into = d
	return nil
}

func oneOf(v string, allowed ...string) error {
	for _, a := range allowed {
		if v == a {
			return nil
		}
	}
	return fmt.Errorf("%q is not one of %q", v, allowed)
}

func plainURL(v string) error {
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return errors.New("not a plain http or https address")
	}
	return nil
}

// databaseURL refuses what is not a PostgreSQL address, without repeating it: it may hold a password.
func databaseURL(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New("not an address such as postgres://user:password@host:5432/dokon")
	}
	return nil
}
