package parcel

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/job"
)

// ArrivedArgs is the job of a store that was unpacked: what the origin held in other places than rows is made anew, that is
// search documents and the jobs of moments that are still to come. The nouns do it; the roof calls them.
type ArrivedArgs struct {
	StoreID int64 `json:"store"`
}

// Kind implements river.JobArgs.
func (ArrivedArgs) Kind() string { return "store_arrived" }

// Arrival is what was unpacked.
type Arrival struct {
	StoreID int64
	Slug    string
	Report  *Report
}

// Unpack makes a store of a parcel, with the slug that it had unless another is given. All ids stay, but for the store's
// number in this database. It is one transaction: a parcel that is damaged, or no parcel, leaves nothing behind. url leads to
// PostgreSQL as the owner of the tables, at the schema of this program.
//
// Errors: ErrForeign, ErrDamaged, ErrNewer, ErrOlder; ErrTaken when the store or one of the slug is here already.
func Unpack(ctx context.Context, url string, r io.Reader, slug string, pictures Pictures) (*Arrival, error) {
	u := &unpacking{pictures: pictures, report: &Report{Rows: map[string]int64{}}}
	if err := u.open(r); err != nil {
		return nil, err
	}
	if slug == "" {
		slug = u.head.Store.Slug
	}
	if !slugForm.MatchString(slug) || len(slug) < 2 || len(slug) > 40 {
		return nil, fmt.Errorf("%w: %q is no slug; 2 to 40 of a-z, 0-9 and single hyphens between them", ErrTaken, slug)
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // and with it the transaction, unless it was committed
	u.conn, u.slug = conn, slug
	if err := u.run(ctx); err != nil {
		for _, hash := range u.kept {
			err = errors.Join(err, pictures.RemovePicture(context.WithoutCancel(ctx), u.storeID, hash))
		}
		return nil, err
	}
	return &Arrival{StoreID: u.storeID, Slug: slug, Report: u.report}, nil
}

// unpacking is one parcel while it is read.
type unpacking struct {
	conn     *pgx.Conn
	zip      *gzip.Reader
	tar      *tar.Reader
	at       *tar.Header // the entry that is read next; nil at the end
	head     head
	slug     string
	storeID  int64
	pictures Pictures
	kept     []string
	report   *Report
}

func (u *unpacking) open(r io.Reader) (err error) {
	if u.zip, err = gzip.NewReader(r); err != nil {
		return ErrForeign
	}
	u.tar = tar.NewReader(u.zip)
	if u.at, err = u.tar.Next(); err != nil || u.at.Name != headName {
		return ErrForeign
	}
	if err := json.NewDecoder(io.LimitReader(u.tar, maxEntry)).Decode(&u.head); err != nil {
		return ErrForeign
	}
	newest, revision, err := schema()
	if err != nil {
		return err
	}
	if err := u.head.check(newest, revision); err != nil {
		return err
	}
	return u.next()
}

// maxEntry bounds what of a parcel is read into memory at once.
const maxEntry = 8 << 20

func (u *unpacking) next() (err error) {
	u.at, err = u.tar.Next()
	switch {
	case errors.Is(err, io.EOF):
		u.at = nil
		return nil
	case err != nil:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

func (u *unpacking) run(ctx context.Context) error {
	if _, err := u.conn.Exec(ctx, "begin; "+plain); err != nil {
		return err
	}
	if err := u.refuseTaken(ctx); err != nil {
		return err
	}
	tables, err := Tables(ctx, u.conn)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(tables, u.head.Tables, func(a, b Table) bool { return a.Name == b.Name && slices.Equal(a.Columns, b.Columns) }) {
		return fmt.Errorf("%w: its tables are not those of this database", ErrForeign)
	}
	if err := u.conn.QueryRow(ctx, "select nextval(pg_get_serial_sequence('stores', 'id'))").Scan(&u.storeID); err != nil {
		return err
	}
	for _, t := range tables {
		if err := u.rows(ctx, t); err != nil {
			return err
		}
	}
	if err := u.takePictures(ctx); err != nil {
		return err
	}
	if err := u.end(); err != nil {
		return err
	}
	return u.settle(ctx, tables)
}

// refuseTaken says in words what a constraint would say in names.
func (u *unpacking) refuseTaken(ctx context.Context) error {
	var uuid, slug string
	err := u.conn.QueryRow(ctx, "select uuid::text, slug from stores where uuid::text = $1 or slug = $2 order by uuid::text = $1 desc limit 1",
		u.head.Store.UUID, u.slug).Scan(&uuid, &slug)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case err != nil:
		return err
	case uuid == u.head.Store.UUID:
		return fmt.Errorf("%w: this very store is here already, as %q; its ids would mean two things", ErrTaken, slug)
	}
	return fmt.Errorf("%w: there is another store %q; give it a slug of its own with --as", ErrTaken, slug)
}

// rows writes the rows of a table, whose entries follow one another.
func (u *unpacking) rows(ctx context.Context, t Table) error {
	columns, first := append([]string{"store_id"}, t.Columns...), number(u.storeID)
	if t.Name == storesTable {
		columns, first = append([]string{"id", "slug"}, t.Columns...), first+u.slug+"\t"
	}
	from := &entries{unpacking: u, dir: rowsDir + t.Name + "/"}
	tag, err := u.conn.PgConn().CopyFrom(ctx, &numbered{in: bufio.NewReaderSize(from, 64<<10), first: first, isStart: true},
		fmt.Sprintf("copy %s (%s) from stdin", pgx.Identifier{t.Name}.Sanitize(), quoted(columns)))
	if err = errors.Join(from.failed, err); err != nil {
		return fmt.Errorf("%w: rows of %s: %w", ErrDamaged, t.Name, err)
	}
	u.report.Rows[t.Name] = tag.RowsAffected()
	return nil
}

func (u *unpacking) takePictures(ctx context.Context) error {
	for ; u.at != nil && strings.HasPrefix(u.at.Name, picturesDir); u.report.Pictures++ {
		hash := strings.TrimPrefix(u.at.Name, picturesDir)
		if !hashForm.MatchString(hash) || u.at.Size > maxEntry {
			return fmt.Errorf("%w: %q is no picture", ErrDamaged, u.at.Name)
		}
		master := make([]byte, u.at.Size)
		if _, err := io.ReadFull(u.tar, master); err != nil {
			return fmt.Errorf("%w: picture %s: %w", ErrDamaged, hash, err)
		}
		u.kept = append(u.kept, hash)
		if err := u.pictures.KeepMaster(ctx, u.storeID, hash, master); err != nil {
			return err
		}
		if err := u.next(); err != nil {
			return err
		}
	}
	return nil
}

// end makes sure that the parcel was read to its end, sum included, and that everything was in it.
func (u *unpacking) end() error {
	if u.at == nil || u.at.Name != endName {
		return fmt.Errorf("%w: it breaks off", ErrDamaged)
	}
	var whole Report
	if err := json.NewDecoder(io.LimitReader(u.tar, maxEntry)).Decode(&whole); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err := u.next(); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, u.zip); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if u.at != nil || !maps.Equal(whole.Rows, u.report.Rows) || whole.Pictures != u.report.Pictures || whole.Rows[storesTable] != 1 {
		return fmt.Errorf("%w: it holds other rows or pictures than it says", ErrDamaged)
	}
	u.report.Missing = whole.Missing
	return nil
}

// settle lets numbers go on behind those that came, leaves the rest to a job, and commits.
func (u *unpacking) settle(ctx context.Context, tables []Table) error {
	if err := u.numbersGoOn(ctx, tables); err != nil {
		return err
	}
	if err := job.InsertOn(ctx, u.conn, ArrivedArgs{StoreID: u.storeID}); err != nil {
		return err
	}
	tag, err := u.conn.Exec(ctx, "commit")
	if err == nil && tag.String() != "COMMIT" {
		err = pgx.ErrTxCommitRollback
	}
	if err != nil { // references that are looked at last, as those of orders are
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// numbersGoOn lets the counters of the database give numbers behind those that came: they order what happens.
func (u *unpacking) numbersGoOn(ctx context.Context, tables []Table) error {
	var names []string
	for _, t := range tables {
		if t.Name != storesTable {
			names = append(names, t.Name)
		}
	}
	rows, err := u.conn.Query(ctx, `select attrelid::regclass::text as name, array_agg(attname::text) as columns from pg_attribute
		where attidentity <> '' and attrelid::regclass::text = any ($1) group by 1`, names)
	if err != nil {
		return err
	}
	counted, err := pgx.CollectRows(rows, pgx.RowToStructByName[Table])
	if err != nil {
		return err
	}
	for _, t := range counted {
		for _, column := range t.Columns {
			_, err := u.conn.Exec(ctx, fmt.Sprintf(`select setval(s::regclass, greatest((select max(%s) from %s where store_id = %d), pg_sequence_last_value(s::regclass), 1))
				from pg_get_serial_sequence($1, $2) s`, quoted([]string{column}), quoted([]string{t.Name}), u.storeID), t.Name, column)
			if err != nil {
				return fmt.Errorf("numbers of %s: %w", t.Name, err)
			}
		}
	}
	return nil
}
