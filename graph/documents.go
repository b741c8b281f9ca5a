package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/auth"
)

// Codes of requests that name a document instead of sending one.
const (
	// codeUnknownDocument asks the client to send the document itself, once. The code and the message are those that clients
	// of automatic persisted queries wait for.
	codeUnknownDocument    = "PERSISTED_QUERY_NOT_FOUND"
	messageUnknownDocument = "PersistedQueryNotFound"
	// codeUntrusted refuses a document that none of our own pages sends.
	codeUntrusted = "DOCUMENT_NOT_TRUSTED"
)

// Trust says whose documents must be trusted ones.
type Trust string

const (
	TrustAll       Trust = "off"       // everybody may send any document, within the limits
	TrustAnonymous Trust = "anonymous" // callers who have not signed in, holders of carts among them, are held to trusted ones
	TrustShoppers  Trust = "shoppers"  // and so are shoppers
)

// Documents are the trusted ones by the hex SHA-256 of their text.
type Documents map[string]string

// ReadDocuments reads manifests as the web build writes them, {"sha256:…": "query …"}, into one. Errors: a manifest that is
// not JSON; a document that is not what its hash says.
func ReadDocuments(manifests ...[]byte) (Documents, error) {
	all := Documents{}
	for _, manifest := range manifests {
		var entries map[string]string
		if err := json.Unmarshal(manifest, &entries); err != nil {
			return nil, fmt.Errorf("manifest of documents: %w", err)
		}
		for name, text := range entries {
			hash := strings.TrimPrefix(name, hashPrefix)
			if text == "" || hashOf(text) != hash {
				return nil, fmt.Errorf("manifest of documents: the document under %s is empty or has another hash", name)
			}
			all[hash] = text
		}
	}
	return all, nil
}

const hashPrefix = "sha256:"

func hashOf(document string) string {
	sum := sha256.Sum256([]byte(document))
	return hex.EncodeToString(sum[:])
}

// library finds the document that a request names: a trusted one, of this build or of another whose pages are still open, or
// one that a client has sent before (automatic persisted queries). The latter are kept by their hash, so nobody can put a
// document under another's name, and only once they were found valid and within the limits.
type library struct {
	trusted Documents
	trust   Trust
	sent    *otter.Cache[string, string]
	others  otherBuilds
}

// otherBuilds are the documents of other builds' pages, as they were asked for of late. One that no build has is asked for
// again after a while: a build that starts says what it has before its pages are served.
type otherBuilds struct {
	find  func(ctx context.Context, hash string) (string, error) // nil: there are no others
	found *otter.Cache[string, string]                           // empty text: not known
}

// unknownFor is how long a document is taken for unknown without asking again.
const unknownFor = 10 * time.Second

func (o otherBuilds) text(ctx context.Context, hash string) (string, error) {
	if o.find == nil {
		return "", nil
	}
	return o.found.Get(ctx, hash, otter.LoaderFunc[string, string](o.find))
}

var (
	_ interface {
		graphql.HandlerExtension
		graphql.OperationParameterMutator
	} = library{}
	_ interface {
		graphql.HandlerExtension
		graphql.OperationContextMutator
	} = remembering{}
)

// sentBytes bounds the memory of documents that clients have sent.
const sentBytes = 4 << 20

func newLibrary(trusted Documents, trust Trust, find func(ctx context.Context, hash string) (string, error)) library {
	options := otter.Options[string, string]{
		MaximumWeight: sentBytes,
		Weigher:       func(hash, text string) uint32 { return uint32(len(hash) + len(text) + 256) },
	}
	l := library{trusted: trusted, trust: trust, sent: otter.Must(&options)}
	options.ExpiryCalculator = otter.ExpiryCreatingFunc(func(e otter.Entry[string, string]) time.Duration {
		if e.Value == "" {
			return unknownFor
		}
		return time.Hour
	})
	l.others = otherBuilds{find: find, found: otter.Must(&options)}
	return l
}

// trustedText is the text of a trusted document; empty when it is none.
func (l library) trustedText(ctx context.Context, hash string) (string, *gqlerror.Error) {
	if text := l.trusted[hash]; text != "" {
		return text, nil
	}
	text, err := l.others.text(ctx, hash)
	if err != nil {
		return "", gqlerror.Wrap(err)
	}
	return text, nil
}

// ExtensionName names the extension in errors of the server.
func (library) ExtensionName() string { return "Documents" }

// Validate accepts every schema.
func (library) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters puts the named document in its place, and turns away who may not send the one they sent.
func (l library) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	hash, named, problem := documentHash(params)
	if problem != nil {
		return problem
	}
	if named && params.Query == "" {
		text, sent := l.sent.GetIfPresent(hash)
		if !sent {
			text, problem = l.trustedText(ctx, hash)
		}
		if problem != nil {
			return problem
		}
		if text == "" {
			return &gqlerror.Error{Message: messageUnknownDocument, Extensions: map[string]any{"code": codeUnknownDocument}}
		}
		params.Query = text
	} else if named && hashOf(params.Query) != hash {
		return refusal("the hash of the document is another one than " + ascii(hash))
	}
	if !l.holds(auth.From(ctx)) {
		return nil
	}
	if !named {
		hash = hashOf(params.Query)
	}
	text, problem := l.trustedText(ctx, hash)
	if problem == nil && text == "" {
		problem = &gqlerror.Error{
			Message:    "this server answers callers who have not signed in to the documents of its own pages alone: sign in, or use an API token",
			Extensions: map[string]any{"code": codeUntrusted},
		}
	}
	return problem
}

// remembering is the other half of a library: it comes behind the limits, and keeps what they let pass.
type remembering struct{ of library }

// ExtensionName names the extension in errors of the server.
func (remembering) ExtensionName() string { return "SentDocuments" }

// Validate accepts every schema.
func (remembering) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext remembers a document that was sent with its hash.
func (r remembering) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if op.Extensions[persistedQuery] == nil || len(op.RawQuery) > longestCached {
		return nil
	}
	hash := hashOf(op.RawQuery)
	if _, isTrusted := r.of.trusted[hash]; isTrusted {
		return nil
	}
	if _, known := r.of.sent.GetIfPresent(hash); !known {
		r.of.sent.Set(hash, op.RawQuery)
	}
	return nil
}

func (l library) holds(a *auth.Actor) bool {
	switch a.Kind {
	case auth.Anonymous, auth.CartHolder, auth.Visitor:
		return l.trust == TrustAnonymous || l.trust == TrustShoppers
	case auth.Shopper:
		return l.trust == TrustShoppers
	}
	return false
}

// persistedQuery is the extension by which clients name a document: {version: 1, sha256Hash}.
const persistedQuery = "persistedQuery"

// nameDocument writes the parameter documentId as the extension that says the same.
func nameDocument(params *graphql.RawParams, documentID string) {
	if params.Extensions == nil {
		params.Extensions = map[string]any{}
	}
	params.Extensions[persistedQuery] = map[string]any{"version": json.Number("1"), "sha256Hash": strings.TrimPrefix(documentID, hashPrefix)}
}

func namesDocument(params *graphql.RawParams) bool { return params.Extensions[persistedQuery] != nil }

// documentHash is the hash by which a request names its document, in lower-case hex.
func documentHash(params *graphql.RawParams) (hash string, named bool, problem *gqlerror.Error) {
	given, ok := params.Extensions[persistedQuery]
	if !ok || given == nil {
		return "", false, nil
	}
	said, _ := given.(map[string]any)
	hash, _ = said["sha256Hash"].(string)
	if version, _ := said["version"].(json.Number); version != "1" || len(hash) != hex.EncodedLen(sha256.Size) {
		return "", false, refusal("extensions.persistedQuery is {version: 1, sha256Hash: 64 hex digits}, documentId the same behind sha256:")
	}
	return strings.ToLower(hash), true, nil
}
