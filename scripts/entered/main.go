// Command entered prints the files of the provider that one create and one refresh enter: those with at least one
// statement that ran. It fails if too many of them belong to the API client. "make entered" builds
// it so that Go counts, for the packages that the provider is built from.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// The most files of the API client that a request may enter.
const (
	mostInCreate  = 20
	mostInRefresh = 22
)

// bounded is the resource for which the limits apply, because its create is the longest.
const bounded = "auth0access_third_party_application"

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	tenant, err := startTenant()
	if err != nil {
		return err
	}
	defer tenant.Close()

	application := &managed{tenant: tenant, typeName: bounded, config: map[string]any{
		"name":      "Partner",
		"app_type":  "regular_web",
		"callbacks": []string{"https://partner.example.com/callback"},
	}}
	created, refreshed, err := measure(ctx, application)
	if err != nil {
		return err
	}
	clientID, err := application.clientID()
	if err != nil {
		return err
	}
	_, _, err = measure(ctx, &managed{tenant: tenant, typeName: "auth0access_client_grant", config: map[string]any{
		"client_id":    clientID,
		"audience":     audience,
		"subject_type": "user",
		"scopes":       []string{"read:orders"},
	}})
	if err == nil && (created > mostInCreate || refreshed > mostInRefresh) {
		err = fmt.Errorf(
			"a create may enter at most %d files of internal/auth0, and a refresh %d", mostInCreate, mostInRefresh,
		)
	}
	return err
}

// measure creates and refreshes a resource, prints the files that each entered, and returns how many of them belong to
// the API client.
func measure(ctx context.Context, r *managed) (created, refreshed int, err error) {
	if err := r.plan(ctx); err != nil {
		return 0, 0, err
	}
	if created, err = count(ctx, "create of "+r.typeName, r.create); err != nil {
		return 0, 0, err
	}
	// Terraform refreshes with a provider that was just started.
	if err := r.start(ctx); err != nil {
		return 0, 0, err
	}
	refreshed, err = count(ctx, "refresh of "+r.typeName, r.refresh)
	return created, refreshed, err
}

func count(
	ctx context.Context, name string, request func(context.Context) error,
) (ofClient int, err error) {
	files, err := entered(ctx, request)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	for _, file := range files {
		if strings.HasPrefix(file, "internal/auth0/") {
			ofClient++
		}
	}
	fmt.Printf("%s: %d files, %d of them in internal/auth0\n", name, len(files), ofClient)
	for _, file := range files {
		fmt.Printf("  %s\n", file)
	}
	return ofClient, nil
}
