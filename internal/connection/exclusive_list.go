package connection

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var _ list.ListResourceWithConfigure = (*Exclusive)(nil)

// NewExclusiveListResource returns the list resource auth0access_connection_domain_promotions_exclusive.
func NewExclusiveListResource() list.ListResource { return &Exclusive{} }

// ListResourceConfigSchema describes that there is nothing to filter.
func (r *Exclusive) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the one complete set of promoted connections, which a tenant always has. It takes no arguments.",
	}
}

// List shows the set. Of its identity, the tenant's domain, nothing need be asked.
func (r *Exclusive) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.StreamList(ctx, req, stream, "Could not list the connections", func(struct{}) iter.Seq2[tf.Found, error] {
		return tf.Single(func() (tf.Found, error) {
			state := exclusiveModel{Domain: types.StringValue(r.client.Domain()), Undeclared: undeclaredSet(nil)}
			var promoted []found
			var err error
			if req.IncludeResource {
				promoted, err = r.undeclared(ctx, state)
			}
			state.ConnectionIDs = idsOf(promoted)
			return tf.Found{DisplayName: "Promoted connections of " + r.client.Domain(), Identity: state.identity(), Resource: state}, err
		})
	})
}
