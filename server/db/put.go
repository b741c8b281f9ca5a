package db

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun/schema"
)

// Put is a write of whole rows whose text depends on their number alone: the values are arguments, so each connection
// prepares it once. bun writes values into the text, and PostgreSQL then parses and plans it anew each time, which takes
// longer than writing the rows. It is for what runs all the time. Among other writes, in Together, it is one of bun's.
type Put struct {
	table    *schema.Table
	rows     []reflect.Value
	isChange bool
	only     []string // columns of a change; empty: all
	before   string   // WITH …, whose arguments are the first
	args     []any
	instead  map[string]string
	after    string
	dest     any
}

// New inserts rows, a model of bun or a slice of pointers to some, not empty. Columns with arrays are not for it.
func New(rows any) *Put {
	p := &Put{}
	v := reflect.Indirect(reflect.ValueOf(rows))
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			p.rows = append(p.rows, v.Index(i).Elem())
		}
	} else {
		p.rows = []reflect.Value{v}
	}
	p.table = sketch.Table(p.rows[0].Type())
	return p
}

// Changed updates all columns of the row that has the key of a model.
func Changed(row any) *Put {
	p := New(row)
	p.isChange = true
	return p
}

// Only changes no other columns than these.
func (p *Put) Only(columns ...string) *Put {
	p.only = columns
	return p
}

// OrLeave leaves rows out that a constraint on these columns refuses.
func (p *Put) OrLeave(columns string) *Put {
	p.after += " ON CONFLICT (" + columns + ") DO NOTHING"
	return p
}

// With puts a query before the rows, whose arguments are $1, $2 … Value may then refer to its name.
func (p *Put) With(name, sql string, args ...any) *Put {
	p.before, p.args = "WITH "+name+" AS ("+sql+") ", args
	return p
}

// Value sets a column of all rows to an expression instead.
func (p *Put) Value(column, sql string) *Put {
	p.instead = map[string]string{column: sql}
	return p
}

// Returning reads one column of the one row into dest.
func (p *Put) Returning(column string, dest any) *Put {
	p.after, p.dest = p.after+" RETURNING "+column, dest
	return p
}

// AppendQuery implements schema.QueryAppender: the values are in the text.
func (p *Put) AppendQuery(gen schema.QueryGen, b []byte) ([]byte, error) {
	if p.before != "" || p.dest != nil {
		return nil, fmt.Errorf("db: a write to %s with arguments or an answer of its own among others", p.table.Name)
	}
	var text strings.Builder
	err := p.writeRows(&text, func(value any) { text.Write(gen.Append(nil, value)) })
	return append(b, text.String()...), err
}

// write appends the query and its arguments.
func (p *Put) write(text *strings.Builder, args []any) ([]any, error) {
	text.WriteString(p.before)
	args = append(args, p.args...)
	err := p.writeRows(text, func(value any) {
		args = append(args, value)
		text.WriteByte('$')
		text.WriteString(strconv.Itoa(len(args)))
	})
	return args, err
}

// writeRows appends the query; put appends one of its values.
func (p *Put) writeRows(text *strings.Builder, put func(value any)) error {
	next := func(f *schema.Field, row reflect.Value) error {
		if sql, isGiven := p.instead[f.Name]; isGiven {
			text.WriteString(sql)
			return nil
		}
		value, err := argument(f.Value(row))
		if err != nil {
			return fmt.Errorf("db: %s.%s: %w", p.table.Name, f.Name, err)
		}
		put(value)
		return nil
	}
	if p.isChange {
		text.WriteString("UPDATE " + string(p.table.SQLName) + " SET ")
		return p.writeChange(text, next)
	}
	text.WriteString("INSERT INTO " + string(p.table.SQLName) + " (")
	for i, f := range p.table.Fields {
		separate(text, i, ", ")
		text.WriteString(string(f.SQLName))
	}
	text.WriteString(") VALUES ")
	for i, row := range p.rows {
		separate(text, i, ", ")
		text.WriteByte('(')
		for n, f := range p.table.Fields {
			separate(text, n, ", ")
			if err := next(f, row); err != nil {
				return err
			}
		}
		text.WriteByte(')')
	}
	text.WriteString(p.after)
	return nil
}

func (p *Put) writeChange(text *strings.Builder, next func(*schema.Field, reflect.Value) error) error {
	data := p.table.DataFields
	if len(p.only) > 0 {
		data = nil
		for _, name := range p.only {
			f, err := p.table.Field(name)
			if err != nil {
				return err
			}
			data = append(data, f)
		}
	}
	for list, fields := range [][]*schema.Field{data, p.table.PKs} {
		between := ", "
		if list == 1 {
			text.WriteString(" WHERE ")
			between = " AND "
		}
		for i, f := range fields {
			separate(text, i, between)
			text.WriteString(string(f.SQLName) + " = ")
			if err := next(f, p.rows[0]); err != nil {
				return err
			}
		}
	}
	return nil
}

func separate(text *strings.Builder, i int, by string) {
	if i > 0 {
		text.WriteString(by)
	}
}

// argument is a value of a model as pgx sends it, prepared or not.
func argument(v reflect.Value) (any, error) {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, nil
	}
	switch value := v.Interface().(type) {
	case driver.Valuer:
		return value.Value()
	case time.Time, []byte:
		return value, nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		return argument(v.Elem())
	case reflect.String:
		return v.String(), nil
	case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Map, reflect.Slice, reflect.Struct:
		text, err := json.Marshal(v.Interface())
		return string(text), err
	}
	return nil, fmt.Errorf("%s is no argument", v.Type())
}

// mostPrepared is how many rows a Put may have to be prepared: each number of rows is another text, and a connection must
// not keep plans of many that never come again.
const mostPrepared = 24

// Put sends writes that do not depend on one another as one statement, as Together does.
func (t *Tx) Put(ctx context.Context, puts ...*Put) error {
	if len(puts) == 0 {
		return nil
	}
	var text strings.Builder
	var args []any
	rows := 0
	for i, p := range puts {
		separate(&text, i, ", ")
		if i == 0 {
			text.WriteString("WITH ")
		}
		text.WriteString("w" + strconv.Itoa(i) + " AS (")
		var err error
		if args, err = p.write(&text, args); err != nil {
			return err
		}
		text.WriteString(")")
		rows += len(p.rows)
	}
	text.WriteString(" SELECT")
	mode := t.of.hotMode
	if rows > mostPrepared {
		mode = pgx.QueryExecModeExec
	}
	_, err := t.raw.Exec(ctx, text.String(), append([]any{mode}, args...)...)
	return err
}
