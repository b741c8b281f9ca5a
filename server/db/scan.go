package db

import (
	"database/sql"
	"fmt"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun/schema"
)

// fill reads all rows into what dest points to, as bun does, and closes them. Through database/sql each value would be
// wrapped, given a type by chance and then guessed at; pgx puts it where it belongs. NULL leaves the zero value.
func fill(rows pgx.Rows, dest any) error {
	defer rows.Close()
	into := reflect.ValueOf(dest)
	if into.Kind() != reflect.Pointer {
		return fmt.Errorf("db: rows into %T, which is no pointer", dest)
	}
	into = into.Elem()
	if isModel(into.Type()) {
		return fillOne(rows, into)
	}
	if into.Kind() != reflect.Slice {
		return fmt.Errorf("db: rows into %T, which points to neither a slice nor a model", dest)
	}
	made, element := into.Slice(0, 0), into.Type().Elem()
	model, isPointer := element, element.Kind() == reflect.Pointer
	if isPointer {
		model = element.Elem()
	}
	if !isModel(model) {
		for rows.Next() {
			value := reflect.New(element)
			if err := rows.Scan(value.Interface()); err != nil {
				return err
			}
			made = reflect.Append(made, value.Elem())
		}
	} else {
		columns, err := columnsOf(rows, model)
		if err != nil {
			return err
		}
		for rows.Next() {
			row := reflect.New(model)
			if err := columns.read(rows, row.Elem()); err != nil {
				return err
			}
			if !isPointer {
				row = row.Elem()
			}
			made = reflect.Append(made, row)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	into.Set(made)
	return nil
}

// isModel tells a struct with a field for each column from a type that is one value.
func isModel(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() && !reflect.PointerTo(t).Implements(reflect.TypeFor[sql.Scanner]())
}

// fillOne reads the first row; none is sql.ErrNoRows.
func fillOne(rows pgx.Rows, into reflect.Value) error {
	columns, err := columnsOf(rows, into.Type())
	if err != nil {
		return err
	}
	if rows.Next() {
		if err := columns.read(rows, into); err != nil {
			return err
		}
		rows.Close()
		return rows.Err()
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return sql.ErrNoRows
}

// columns are the fields of a model for the columns of an answer.
type columns struct {
	fields  []*schema.Field
	targets []any // of one row, made once
}

func columnsOf(rows pgx.Rows, model reflect.Type) (*columns, error) {
	table, described := sketch.Table(model), rows.FieldDescriptions()
	c := &columns{make([]*schema.Field, len(described)), make([]any, len(described))}
	for i, d := range described {
		if c.fields[i] = table.LookupField(d.Name); c.fields[i] == nil {
			return nil, fmt.Errorf("db: %s has no column %q", model, d.Name)
		}
	}
	return c, nil
}

func (c *columns) read(rows pgx.Rows, row reflect.Value) error {
	for i, raw := range rows.RawValues() {
		c.targets[i] = nil
		if raw == nil {
			continue
		}
		if field := c.fields[i].Value(row); !setEmpty(field, raw) {
			c.targets[i] = field.Addr().Interface()
		}
	}
	return rows.Scan(c.targets...)
}

// setEmpty sets a map to {} and a slice to [], which most JSON columns of a shop hold, without asking encoding/json.
func setEmpty(field reflect.Value, raw []byte) bool {
	if len(raw) == 3 && raw[0] == 1 { // the version of jsonb in binary
		raw = raw[1:]
	}
	switch {
	case len(raw) != 2:
	case field.Kind() == reflect.Map && string(raw) == "{}":
		field.Set(reflect.MakeMap(field.Type()))
		return true
	case field.Kind() == reflect.Slice && field.Type().Elem().Kind() != reflect.Uint8 && string(raw) == "[]":
		field.Set(reflect.MakeSlice(field.Type(), 0, 0))
		return true
	}
	return false
}
