// Package telnyx stands in for the vendor's SDK, which cannot be had everywhere: it has the names and
// types that exported programs use (version 4.97), and prints the body instead of sending it.
package telnyx

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/team-telnyx/telnyx-go/v4/option"
)

// Client has the services of the API.
type Client struct{ CredentialConnections CredentialConnectionService }

// NewClient makes a client.
func NewClient(opts ...option.RequestOption) Client { return Client{} }

// CredentialConnectionService has the calls of the resource.
type CredentialConnectionService struct{}

// New prints the body of a create.
func (r *CredentialConnectionService) New(ctx context.Context, body CredentialConnectionNewParams, opts ...option.RequestOption) (*Response, error) {
	return printed("create", body)
}

// Update prints the body of a change.
func (r *CredentialConnectionService) Update(ctx context.Context, id string, body CredentialConnectionUpdateParams, opts ...option.RequestOption) (*Response, error) {
	if id == "" {
		return nil, errors.New("there is no id")
	}
	return printed("update "+id, body)
}

// Response is what a call returns.
type Response struct{ Data struct{ ID string } }

func printed(call string, body any) (*Response, error) {
	text, err := json.Marshal(members(reflect.ValueOf(body)))
	fmt.Println(call)
	fmt.Println(string(text))
	return &Response{}, err
}

// Opt is a value that may be left out.
type Opt[T any] struct {
	value T
	given bool
}

func (o Opt[T]) content() any { return o.value }

// String makes an optional text.
func String(value string) Opt[string] { return Opt[string]{value, true} }

// Int makes an optional integer.
func Int(value int64) Opt[int64] { return Opt[int64]{value, true} }

// Bool makes an optional truth value.
func Bool(value bool) Opt[bool] { return Opt[bool]{value, true} }

// Extras are the members that a type does not have.
type Extras struct{ Given map[string]any }

// SetExtraFields adds members that the type does not have.
func (e *Extras) SetExtraFields(extra map[string]any) { e.Given = extra }

// members returns what is sent of a struct: each field that is not zero or has no "omitzero".
func members(value reflect.Value) map[string]any {
	made := map[string]any{}
	for index := 0; index < value.NumField(); index++ {
		kind, field := value.Type().Field(index), value.Field(index)
		if kind.Anonymous {
			continue
		}
		name, rest, _ := strings.Cut(kind.Tag.Get("json"), ",")
		if rest == "omitzero" && field.IsZero() {
			continue
		}
		if optional, is := field.Interface().(interface{ content() any }); is {
			made[name] = optional.content()
		} else if field.Kind() == reflect.Struct {
			made[name] = members(field)
		} else {
			made[name] = field.Interface()
		}
	}
	for name, extra := range value.FieldByName("Extras").Interface().(Extras).Given {
		made[name] = extra
	}
	return made
}
