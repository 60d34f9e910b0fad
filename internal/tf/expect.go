package tf

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// countKey is where the private state keeps how many objects of a resource's collection the configuration had when the
// resource was made. Terraform asks for objects one at a time; the number tells the client early whether listing them
// all will pay, and each of the resources that Terraform happens to ask for first has one.
//
// It is written once, and not by every refresh: a private state that changes by itself would show as a change in
// terraform plan -refresh-only. A number that has become too great costs at most twice the calls of a listing.
const countKey = "count"

// Expect is for Read, before anything is read. It tells the client how many objects of the collection to expect, or
// keeps the number if the private state has none, as after an import.
func Expect(
	ctx context.Context,
	client *auth0.Client,
	collection auth0.Collection,
	before PrivateReader,
	after PrivateWriter,
	diags *diag.Diagnostics,
) {
	kept, found := before.GetKey(ctx, countKey)
	diags.Append(found...)
	count, err := strconv.Atoi(string(kept))
	if err != nil {
		keepCount(ctx, client.Count(collection)+1, after, diags)
		return
	}
	client.Expect(collection, count)
}

// KeepCount is for Create, when the object is made. It keeps how many objects of the collection there are by then.
func KeepCount(
	ctx context.Context,
	client *auth0.Client,
	collection auth0.Collection,
	after PrivateWriter,
	diags *diag.Diagnostics,
) {
	keepCount(ctx, client.Count(collection), after, diags)
}

func keepCount(ctx context.Context, count int, after PrivateWriter, diags *diag.Diagnostics) {
	diags.Append(after.SetKey(ctx, countKey, []byte(strconv.Itoa(count)))...)
}
