package db

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sync"

	"github.com/uptrace/bun/dialect/pgdialect"
)

// Rows are child rows that came as JSON in a column of their parent's row, as json_agg of whole rows gives them: a tree read
// in one statement. T is a bun model, and a column of the row goes to the field of its name. NULL, json_agg of nothing, is
// no rows. Columns of type bytea cannot travel this way.
type Rows[T any] []*T

// Scan implements sql.Scanner.
func (r *Rows[T]) Scan(src any) error {
	*r = nil
	list := reflect.New(reflect.SliceOf(reflect.PointerTo(jsonType[T]())))
	if done, err := decode(src, list.Interface()); done || err != nil {
		return err
	}
	rows := make(Rows[T], list.Elem().Len())
	for i := range rows {
		rows[i] = list.Elem().Index(i).Convert(reflect.TypeFor[*T]()).Interface().(*T)
	}
	*r = rows
	return nil
}

// Row is one such row, as to_json of a table's alias gives it; nil for NULL.
type Row[T any] struct{ Model *T }

// Scan implements sql.Scanner.
func (r *Row[T]) Scan(src any) error {
	r.Model = nil
	row := reflect.New(jsonType[T]())
	if done, err := decode(src, row.Interface()); done || err != nil {
		return err
	}
	r.Model = row.Convert(reflect.TypeFor[*T]()).Interface().(*T)
	return nil
}

// decode tells whether there was nothing to decode.
func decode(src, into any) (empty bool, err error) {
	var text []byte
	switch s := src.(type) {
	case nil:
		return true, nil
	case []byte:
		text = s
	case string:
		text = []byte(s)
	default:
		return false, fmt.Errorf("db: rows of %T", src)
	}
	if string(text) == "null" {
		return true, nil
	}
	return false, json.Unmarshal(text, into)
}

var jsonTypes sync.Map // by model: the same struct with the columns' names as tags of JSON

// jsonType is T as encoding/json is to see it. Types that differ in tags alone have one layout, so a pointer to one is
// converted into a pointer to the other.
func jsonType[T any]() reflect.Type {
	model := reflect.TypeFor[T]()
	if known, ok := jsonTypes.Load(model); ok {
		return known.(reflect.Type)
	}
	columns := map[string]string{}
	for _, f := range pgdialect.New().Tables().Get(model).Fields {
		columns[f.StructField.Name] = f.Name
	}
	fields := make([]reflect.StructField, model.NumField())
	for i := range fields {
		fields[i] = model.Field(i)
		name, isColumn := columns[fields[i].Name]
		if !isColumn {
			name = "-"
		}
		fields[i].Tag = reflect.StructTag(fmt.Sprintf("json:%q", name))
	}
	made, _ := jsonTypes.LoadOrStore(model, reflect.StructOf(fields))
	return made.(reflect.Type)
}
