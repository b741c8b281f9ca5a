package parcel

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/db"
)

// Pictures are the masters of pictures in a storage.
type Pictures interface {
	// Master gives a picture; fs.ErrNotExist when it is not there.
	Master(ctx context.Context, storeID int64, hash string) ([]byte, error)
	KeepMaster(ctx context.Context, storeID int64, hash string, master []byte) error
	RemovePicture(ctx context.Context, storeID int64, hash string) error
}

// Pack writes the store of a slug to w as it is at one moment, in bounded memory. url leads to PostgreSQL as the owner of the
// tables. Nothing is locked, and the shop goes on selling.
func Pack(ctx context.Context, url, slug string, pictures Pictures, w io.Writer, now time.Time) (*Report, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // and with it the transaction, which changes nothing
	if _, err := conn.Exec(ctx, "begin isolation level repeatable read read only; "+plain); err != nil {
		return nil, err
	}
	p := &packing{conn: conn, report: &Report{Rows: map[string]int64{}}, now: now}
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	p.tar = tar.NewWriter(zip)
	if err := p.head(ctx, slug); err != nil {
		return nil, err
	}
	for _, t := range p.tables {
		if err := p.rows(ctx, t); err != nil {
			return nil, fmt.Errorf("rows of %s: %w", t.Name, err)
		}
	}
	if err := p.pictures(ctx, pictures); err != nil {
		return nil, fmt.Errorf("pictures: %w", err)
	}
	if err := p.json(endName, p.report); err != nil {
		return nil, err
	}
	return p.report, errors.Join(p.tar.Close(), zip.Close())
}

// packing is one parcel while it is written.
type packing struct {
	conn    *pgx.Conn
	tar     *tar.Writer
	storeID int64
	tables  []Table
	report  *Report
	now     time.Time
}

func (p *packing) head(ctx context.Context, slug string) error {
	h := head{Format: formatName, Version: formatVersion, PackedAt: p.now.UTC()}
	err := p.conn.QueryRow(ctx, "select id, uuid::text, slug from stores where slug = $1", slug).Scan(&p.storeID, &h.Store.UUID, &h.Store.Slug)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("there is no store %q", slug)
	case err != nil:
		return fmt.Errorf("read store %q: %w", slug, err)
	}
	if h.Schema, h.Revision, err = schema(); err != nil {
		return err
	}
	if p.tables, err = Tables(ctx, p.conn); err != nil {
		return err
	}
	h.Tables = p.tables
	return p.json(headName, h)
}

func schema() (newest int64, revision string, err error) {
	if newest, err = db.Newest(); err != nil {
		return 0, "", err
	}
	revision, err = db.Revision()
	return newest, revision, err
}

func (p *packing) rows(ctx context.Context, t Table) error {
	key := "store_id"
	if t.Name == storesTable {
		key = "id"
	}
	into := &parts{packing: p, dir: rowsDir + t.Name + "/"}
	tag, err := p.conn.PgConn().CopyTo(ctx, into, fmt.Sprintf("copy (select %s from %s where %s = %d) to stdout",
		quoted(t.Columns), pgx.Identifier{t.Name}.Sanitize(), key, p.storeID))
	if err != nil {
		return err
	}
	p.report.Rows[t.Name] = tag.RowsAffected()
	return into.flush()
}

// partBytes is about how large an entry of rows gets. An archive wants to know the size of an entry before it is written.
const partBytes = 1 << 20

// parts cuts rows into entries. It is given whole rows, since COPY sends each as one message.
type parts struct {
	packing *packing
	dir     string
	n       int
	held    []byte
}

// Write implements io.Writer.
func (p *parts) Write(row []byte) (int, error) {
	p.held = append(p.held, row...)
	if len(p.held) < partBytes {
		return len(row), nil
	}
	return len(row), p.flush()
}

func (p *parts) flush() error {
	if len(p.held) == 0 {
		return nil
	}
	p.n++
	err := p.packing.entry(fmt.Sprintf("%s%06d", p.dir, p.n), p.held)
	p.held = p.held[:0]
	return err
}

// picturesAtOnce is how many names are read at once.
const picturesAtOnce = 500

// pictures writes the masters of all rows. One that is not in the storage is told of, not a reason to keep the shop.
func (p *packing) pictures(ctx context.Context, from Pictures) error {
	for last := ""; ; {
		rows, err := p.conn.Query(ctx, "select distinct hash from media where store_id = $1 and hash > $2 order by hash limit $3", p.storeID, last, picturesAtOnce)
		if err != nil {
			return err
		}
		hashes, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, hash := range hashes {
			master, err := from.Master(ctx, p.storeID, hash)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				p.report.Missing = append(p.report.Missing, hash)
				continue
			case err != nil:
				return err
			}
			if err := p.entry(picturesDir+hash, master); err != nil {
				return err
			}
			p.report.Pictures++
		}
		if len(hashes) < picturesAtOnce {
			return nil
		}
		last = hashes[len(hashes)-1]
	}
}

func (p *packing) json(name string, v any) error {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return p.entry(name, text)
}

func (p *packing) entry(name string, data []byte) error {
	err := p.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), ModTime: p.now.Truncate(time.Second)})
	if err != nil {
		return err
	}
	_, err = p.tar.Write(data)
	return err
}

// number writes a store's number as the first column of a row.
func number(storeID int64) string { return strconv.FormatInt(storeID, 10) + "\t" }
