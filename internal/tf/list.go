package tf

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Found is an object that a list resource found.
type Found struct {
	DisplayName string
	// Resource is the state that an import of the object gives. Only the attributes of its identity are looked at if only
	// identities are asked for.
	Resource any
}

// StreamList streams what find finds for the configuration of a list resource, up to the limit. Nothing is looked for
// beyond that. An error ends the stream; the summary says what could not be done.
func StreamList[C any](ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, summary string,
	find func(config C) iter.Seq2[Found, error],
) {
	var config C
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		left := req.Limit // 0 is no limit
		for found, err := range find(config) {
			result := req.NewListResult(ctx)
			if err != nil {
				AddAPIError(&result.Diagnostics, summary, err)
				push(result)
				return
			}
			result.DisplayName = auth0.Printable(found.DisplayName)
			result.Diagnostics.Append(result.Identity.Set(ctx, identityIn(found.Resource, result.Identity.Schema.Type()))...)
			if req.IncludeResource {
				result.Diagnostics.Append(Set(ctx, result.Resource, found.Resource)...)
			}
			if left--; !push(result) || left == 0 {
				return
			}
		}
	}
}

// Select returns what show makes of items as they come; show returns nil for one that is not asked for.
func Select[T any](items iter.Seq2[T, error], show func(*T) (*Found, error)) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for item, err := range items {
			var found *Found
			if err == nil {
				found, err = show(&item)
			}
			if err != nil {
				yield(Found{}, err)
				return
			}
			if found != nil && !yield(*found, nil) {
				return
			}
		}
	}
}

// Single returns the one object that a tenant has of its kind.
func Single(find func() (Found, error)) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) { yield(find()) }
}

// Failed returns that nothing could be looked for.
func Failed(err error) iter.Seq2[Found, error] {
	return Single(func() (Found, error) { return Found{}, err })
}

// Admits reports whether a filter lets a value pass. One that is left out lets every value pass.
func Admits[V attr.Value](filter, value V) bool { return filter.IsNull() || filter.Equal(value) }
