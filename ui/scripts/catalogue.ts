import { writePseudo } from './pseudo.ts'

/** How the catalogue is compiled; with the pseudo-language in development only, so that no release carries it. */
export function catalogue(pseudo: boolean) {
  if (pseudo) writePseudo()
  return {
    project: pseudo ? './pseudo.inlang' : './project.inlang',
    outdir: './src/paraglide',
    strategy: ['globalVariable', 'baseLocale'] as ['globalVariable', 'baseLocale'],
    outputStructure: 'locale-modules' as const,
    emitGitIgnore: false,
    emitReadme: false,
    emitPrettierIgnore: false,
    isServer: 'false',
  }
}
