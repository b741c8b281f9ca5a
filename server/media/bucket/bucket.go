// Package bucket keeps pictures in a store that speaks the S3 protocol, of Amazon or of anybody else. Addresses for uploads
// are signed for exact size and for one use; the bytes then go from the browser to the store past this server.
package bucket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/dokon-shop/dokon/server/media"
)

// Config says where the bucket is and who we are there.
type Config struct {
	Endpoint *url.URL // scheme and host
	Bucket   string
	Region   string
	AccessKey,
	SecretKey string
	// HostStyle writes https://bucket.host/key; without it https://host/bucket/key, which every store understands.
	HostStyle bool
}

// Bucket implements media.Storage.
type Bucket struct {
	client *minio.Client
	name   string
}

// openTime bounds the first question to the store.
const openTime = 10 * time.Second

// Open checks that the bucket is there and lets us in.
func Open(ctx context.Context, c Config) (*Bucket, error) {
	lookup := minio.BucketLookupPath
	if c.HostStyle {
		lookup = minio.BucketLookupDNS
	}
	client, err := minio.New(c.Endpoint.Host, &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""), Secure: c.Endpoint.Scheme == "https",
		Region: c.Region, BucketLookup: lookup, MaxRetries: 3,
	})
	if err != nil {
		return nil, fmt.Errorf("object storage: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	there, err := client.BucketExists(ctx, c.Bucket)
	if err != nil {
		return nil, fmt.Errorf("object storage %s: %w", c.Endpoint.Host, err)
	}
	if !there {
		return nil, fmt.Errorf("object storage %s: there is no bucket %s", c.Endpoint.Host, c.Bucket)
	}
	return &Bucket{client: client, name: c.Bucket}, nil
}

// Put implements media.Storage.
func (b *Bucket) Put(ctx context.Context, key string, data []byte, mime string) error {
	_, err := b.client.PutObject(ctx, b.name, key, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{
		ContentType: mime, CacheControl: "public, max-age=31536000, immutable", DisableMultipart: true,
	})
	return known(err)
}

// Read implements media.Storage.
func (b *Bucket) Read(ctx context.Context, key string, limit int64) ([]byte, error) {
	body, info, _, err := minio.Core{Client: b.client}.GetObject(ctx, b.name, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, known(err)
	}
	defer func() { _ = body.Close() }()
	if info.Size > limit {
		return nil, fmt.Errorf("%s has %d bytes, more than %d", key, info.Size, limit)
	}
	data := make([]byte, info.Size)
	_, err = io.ReadFull(body, data)
	return data, err
}

// Has implements media.Storage.
func (b *Bucket) Has(ctx context.Context, key string) (bool, error) {
	_, err := b.client.StatObject(ctx, b.name, key, minio.StatObjectOptions{})
	if err = known(err); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Remove implements media.Storage.
func (b *Bucket) Remove(ctx context.Context, keys ...string) error {
	var all error
	for _, key := range keys {
		if err := known(b.client.RemoveObject(ctx, b.name, key, minio.RemoveObjectOptions{})); !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}

// Offer implements media.Storage. The size is signed, so another one is refused; If-None-Match makes the address good for
// one object.
func (b *Bucket) Offer(ctx context.Context, key string, size int64, until time.Time) (media.Offer, error) {
	signed := http.Header{"Content-Length": {strconv.FormatInt(size, 10)}, "If-None-Match": {"*"}}
	address, err := b.client.PresignHeader(ctx, http.MethodPut, b.name, key, max(time.Second, time.Until(until).Truncate(time.Second)), nil, signed)
	if err != nil {
		return media.Offer{}, fmt.Errorf("sign upload: %w", err)
	}
	// Content-Length is sent by every client by itself and may not be set by scripts.
	return media.Offer{URL: address.String(), Headers: []*media.Header{{Name: "If-None-Match", Value: "*"}}}, nil
}

// known makes fs.ErrNotExist of the store's ways to say so.
func known(err error) error {
	if err == nil {
		return nil
	}
	if r := minio.ToErrorResponse(err); r.Code == minio.NoSuchKey || r.StatusCode == http.StatusNotFound && r.Code != minio.NoSuchBucket {
		return fmt.Errorf("%w: %s", fs.ErrNotExist, r.Key)
	}
	return fmt.Errorf("object storage: %w", err)
}
