package exclusive

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// ListResource is the list resource of a kind.
type ListResource[O Object] struct{ *Resource[O] }

var _ list.ListResourceWithConfigure = (*ListResource[Object])(nil)

// NewList returns the list resource of a kind.
func NewList[O Object](kind Kind[O]) *ListResource[O] { return &ListResource[O]{New(kind)} }

// ListResourceConfigSchema describes that there is nothing to filter.
func (l *ListResource[O]) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = listschema.Schema{MarkdownDescription: l.kind.ListDescription}
}

// List shows the one set that a tenant always has. Of its identity, the tenant's domain, nothing need be asked.
func (l *ListResource[O]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	kind, domain := l.kind, l.Client.Domain()
	tf.StreamList(ctx, req, stream, kind.Summaries.CouldNotList, func(struct{}) iter.Seq2[tf.Found, error] {
		return tf.Single(func() (tf.Found, error) {
			state := l.newState(ctx, "domain", domain)
			var objects []O
			var err error
			if req.IncludeResource {
				objects, err = l.look(ctx, state, auth0.FreshInApply)
			}
			return l.found(state, kind.ListName+" of "+domain, objects), err
		})
	})
}

// FoundOf returns the set of an application that has the objects, for kinds that list in their own way.
func (l *ListResource[O]) FoundOf(ctx context.Context, clientID, displayName string, objects []O) tf.Found {
	return l.found(l.newState(ctx, "client_id", clientID), displayName, objects)
}

func (l *ListResource[O]) found(state Set, displayName string, objects []O) tf.Found {
	state.setDefaults()
	l.kind.declare(state, sorted(objects))
	l.kind.show(state, nil)
	return tf.Found{DisplayName: displayName, Resource: state.object()}
}

// newState returns the state of a set of which only the identifying attribute is known.
func (l *ListResource[O]) newState(ctx context.Context, identifying, value string) Set {
	var described resource.SchemaResponse
	l.Schema(ctx, resource.SchemaRequest{}, &described)
	state := Set{attributes: map[string]attr.Value{}, types: map[string]attr.Type{}}
	for name, attribute := range described.Schema.Attributes {
		typ := attribute.GetType()
		state.types[name] = typ
		state.attributes[name], _ = typ.ValueFromTerraform(ctx, tftypes.NewValue(typ.TerraformType(ctx), nil))
	}
	state.attributes[identifying] = types.StringValue(value)
	return state
}
