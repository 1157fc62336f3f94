/** The SDK loads parts of itself at run time, which a bundler cannot see. */
export default { serverExternalPackages: ['cos-nodejs-sdk-v5'] }
