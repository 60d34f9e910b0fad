// Package application is what the resources of applications share, whoever describes these: the arguments that an
// administrator may set of all of them, and deletion protection.
package application

import "github.com/auth0access/terraform-provider-auth0access/internal/auth0"

// Objects is what resources of applications have in common of which one application must not be declared twice.
const Objects = "application"

// OfDocument names the application of a document, of which a tenant has one, for [tf.Declared].
func OfDocument(url string) string {
	return "application of the document " + auth0.Printable(url)
}
