// Command generate writes graph/exec and graph/model from schema.graphql as gqlgen does, with one difference: the fields of
// an object are answered one after the other. gqlgen would start a goroutine for each, which on a list of products costs
// more than the fields themselves, and gains nothing here: what needs the database is read for a whole list by its first
// element, see loader. Fields of Query stay side by side.
package main

import (
	"fmt"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
)

func main() {
	c, err := config.LoadConfigFromDefaultLocations()
	if err == nil {
		err = api.Generate(c, api.AddPlugin(inTurn{}))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// inTurn is a plugin of gqlgen that runs before the code is written.
type inTurn struct{}

func (inTurn) Name() string { return "inTurn" }

func (inTurn) GenerateCode(data *codegen.Data) error {
	for _, object := range data.Objects {
		object.DisableConcurrency = !object.Root || object.DisableConcurrency
	}
	return nil
}
