import { writePseudo } from './pseudo.ts'

/** The options for compiling the catalog. Only development builds include the pseudo-languages. */
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
