// Package application is what the resources of applications share, whoever describes these: the arguments that an
// administrator may set of all of them, and deletion protection.
package application

// Objects is what resources of applications have in common of which one application must not be declared twice.
const Objects = "application"
